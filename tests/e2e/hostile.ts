// Texts that try to become something else, and bodies filled with them from /openapi.json, so that a field
// added tomorrow is tried tomorrow.

/** Each calls alert() when a browser takes it for more than text, or is a text that deceives the eye. */
export const payloads = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(2)>',
  '<svg onload=alert(3)>',
  '<svg><script>alert(4)</script></svg>',
  '"><b onmouseover=alert(5)>x</b>',
  "' autofocus onfocus='alert(6)",
  'javascript:alert(7)',
  '<a href="javascript:alert(8)">x</a>',
  '<a href="java&#9;script:alert(9)">x</a>',
  '{{ 7 * 191 }}',
  '${7 * 191} #{7 * 191} <%= 7 * 191 %>',
  "{{ constructor.constructor('alert(10)')() }}",
  '<iframe srcdoc="<script>alert(11)</script>">',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(12)>',
  '<noscript><p title="</noscript><img src=x onerror=alert(13)>">',
  '</textarea></title></style></script><script>alert(14)</script>',
  '<template><script>alert(15)</script></template>',
  '<base href="//evil.example/">',
  '<meta http-equiv=refresh content="0;url=javascript:alert(16)">',
  '<form action="javascript:alert(17)"><button>x</button></form>',
  '<object data="data:text/html,<script>alert(18)</script>">',
  '<style>@import "//evil.example/x.css";</style>',
  '<p v-text="1" @click="alert(19)" :is="x" #x>x</p>',
  '&lt;script&gt;alert(20)&lt;/script&gt; &#60;b&#62;',
  '\u003cscript\u003ealert(21)\u003c/script\u003e',
  '＜script＞alert(22)＜/script＞',
  '[x](javascript:alert(23)) ![x](x"onerror="alert(24))',
  'ett\u200bord\u00ad\ufeffdelat',
  'e\u0301\u0302\u0303\u0304\u0305\u0306\u0307 Z\u0351\u036f',
  '=HYPERLINK("//evil.example";"x")',
  "'; drop table person; --",
  '../../../etc/passwd',
];

/** A text no longer than that, with as many payloads as fit, from the n-th on. */
export function hostileText(most: number, from: number): { text: string; next: number } {
  let text = '';
  let next = from;
  const room = Math.min(most, 1500);
  while (next < payloads.length) {
    const payload = payloads[next] ?? '';
    if ([...text, ...payload].length + 1 > room) break;
    text += (text && ' ') + payload;
    next += 1;
  }
  return { text, next: Math.max(next, from + 1) };
}

interface Schema {
  $ref?: string;
  type?: string;
  enum?: string[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  pattern?: string;
  format?: string;
  maxLength?: number;
  minimum?: number;
}
interface Operation {
  operationId: string;
  requestBody?: { content: Record<string, { schema?: Schema }> };
}
export interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}
/** Which object stands for each kind: units -> 5. */
export type Objects = Record<string, number>;

const kinds: Record<string, string> = {
  unit: 'units',
  parent: 'units',
  former: 'former',
  owner: 'persons',
  person: 'persons',
  substitute: 'persons',
  round: 'rounds',
};
const kindOf = (field: string) => {
  const name = field.replace(/_ids?$/, '');
  return kinds[name] ?? `${name}s`;
};

export class Filler {
  constructor(
    private readonly api: OpenApi,
    readonly objects: Objects,
  ) {}

  private resolve(schema: Schema): Schema {
    if (schema.$ref)
      return this.resolve(this.api.components.schemas[schema.$ref.split('/').pop() ?? ''] ?? {});
    return schema.anyOf ? this.resolve(schema.anyOf[0] ?? {}) : schema;
  }
  bodyOf(operation: Operation): Schema | undefined {
    const schema = operation.requestBody?.content['application/json']?.schema;
    return schema && this.resolve(schema);
  }
  /** The shortest free text of a body, or 0 when it has none. */
  shortest(body: Schema): number {
    const lengths = Object.values(body.properties ?? {})
      .map((each) => this.resolve(each))
      .filter((each) => this.isFree(each))
      .map((each) => each.maxLength ?? 1500);
    return lengths.length ? Math.min(...lengths) : 0;
  }
  private isFree(schema: Schema): boolean {
    return schema.type === 'string' && !schema.enum && !schema.pattern && !schema.format;
  }
  object(body: Schema, from: number): Record<string, unknown> {
    const made: Record<string, unknown> = {};
    for (const [name, raw] of Object.entries(body.properties ?? {})) {
      const schema = this.resolve(raw);
      const needed = body.required?.includes(name) || /^(unit|parent|committee)_id$/.test(name);
      if (this.isFree(schema) || needed || /^(unit_ids|aliases|permissions)$/.test(name)) {
        const value = this.value(name, schema, from);
        if (value !== undefined) made[name] = value;
      }
    }
    return made;
  }
  private value(name: string, schema: Schema, from: number): unknown {
    if (schema.enum) return schema.enum[schema.enum.length - 1];
    if (schema.type === 'array') {
      if (name === 'permissions') return ['action.read'];
      const item = schema.items && this.value(name, this.resolve(schema.items), from);
      return item === undefined ? [] : [item];
    }
    if (schema.type === 'object') return this.object(schema, from);
    if (schema.type === 'boolean') return false;
    if (schema.type === 'integer') {
      if (/_ids?$/.test(name)) return this.objects[kindOf(name)];
      return name === 'year' ? new Date().getFullYear() - 2 : (schema.minimum ?? 1);
    }
    if (schema.format === 'date' || schema.pattern) {
      return /to$|deadline/.test(name) ? '2198-12-31' : '2198-01-01';
    }
    if (name === 'email') return `h${from}.${Date.now()}@kommun.example`;
    const { text } = hostileText(schema.maxLength ?? 1500, from);
    // A saved view's query must be one; the text is what is searched for.
    if (name === 'query') return `q=${encodeURIComponent(hostileText(120, from).text)}`;
    return text || `för lång ${from}`;
  }
}
