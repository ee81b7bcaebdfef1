#include "reader/wire.hpp"

#include <cstring>

#include "reader/utf8.hpp"

namespace rimlig::reader::wire {

namespace {

constexpr std::uint32_t largest_record = 64u << 20;
constexpr std::size_t flush_at = 64u << 10;

void put32(std::string& out, std::uint32_t value) {
  char bytes[4];
  std::memcpy(bytes, &value, 4);
  out.append(bytes, 4);
}

void put_text(std::string& out, std::string_view text) {
  put32(out, static_cast<std::uint32_t>(text.size()));
  out.append(text);
}

class Fields {
public:
  explicit Fields(std::string_view payload) : rest_(payload) {}
  std::uint8_t byte() { return static_cast<std::uint8_t>(take(1)[0]); }
  bool flag() { return byte() != 0; }
  std::uint32_t number() {
    std::uint32_t value;
    std::memcpy(&value, take(4).data(), 4);
    return value;
  }
  std::string text() {
    auto const length = number();
    std::string out(take(length));
    if (first_invalid_utf8(out) != std::string_view::npos) throw std::runtime_error("worker sent invalid UTF-8");
    return out;
  }
  template <class Enum>
  Enum one_of(Enum last) {
    auto const value = byte();
    if (value > static_cast<std::uint8_t>(last)) throw std::runtime_error("worker sent an unknown value");
    return static_cast<Enum>(value);
  }
  [[nodiscard]] std::size_t left() const { return rest_.size(); }

private:
  std::string_view take(std::size_t length) {
    if (length > rest_.size()) throw std::runtime_error("worker sent a short record");
    auto const out = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return out;
  }
  std::string_view rest_;
};

}  // namespace

void Writer::begin(char kind) {
  record_ = buffer_.size();
  buffer_.append(4, '\0');
  buffer_.push_back(kind);
}

void Writer::end() {
  auto const length = static_cast<std::uint32_t>(buffer_.size() - record_ - 4);
  std::memcpy(buffer_.data() + record_, &length, 4);
  flush_if_large();
}

void Writer::flush_if_large() {
  if (buffer_.size() < flush_at) return;
  write_(buffer_);
  buffer_.clear();
}

void Writer::source(Format format, std::string_view encoding, bool lines_wrapped) {
  begin('S');
  buffer_.push_back(static_cast<char>(format));
  buffer_.push_back(static_cast<char>(lines_wrapped));
  put_text(buffer_, encoding);
  end();
}

void Writer::table(std::string_view name, bool hidden) {
  begin('T');
  buffer_.push_back(static_cast<char>(hidden));
  put_text(buffer_, name);
  end();
}

void Writer::row(Row&& row) {
  begin('R');
  put32(buffer_, row.number);
  put32(buffer_, row.page);
  put32(buffer_, row.fields);
  buffer_.push_back(static_cast<char>(row.hidden | row.continues << 1));
  put32(buffer_, static_cast<std::uint32_t>(row.cells.size()));
  for (auto const& cell : row.cells) {
    put32(buffer_, cell.column);
    put32(buffer_, cell.column_span);
    buffer_.push_back(static_cast<char>(cell.kind));
    buffer_.push_back(static_cast<char>(cell.from_formula | cell.covered_above << 1 | cell.header << 2));
    put_text(buffer_, cell.text);
  }
  end();
}

void Writer::merged(MergedRange const& range) {
  begin('M');
  for (auto const value : {range.first_row, range.last_row, range.first_column, range.last_column}) put32(buffer_, value);
  end();
}

void Writer::paragraph(Paragraph&& paragraph) {
  begin('P');
  put32(buffer_, paragraph.line);
  put32(buffer_, paragraph.page);
  buffer_.push_back(static_cast<char>(paragraph.heading));
  buffer_.push_back(static_cast<char>(paragraph.list_item));
  put_text(buffer_, paragraph.text);
  end();
}

void Writer::warning(Warning&& warning) {
  begin('W');
  put32(buffer_, warning.line);
  put32(buffer_, warning.column);
  put_text(buffer_, warning.code);
  put_text(buffer_, warning.text);
  end();
}

void Writer::refusal(Refusal const& refusal) {
  begin('X');
  put_text(buffer_, refusal.code());
  put_text(buffer_, refusal.what());
  end();
  write_(buffer_);
  buffer_.clear();
}

void Writer::done() {
  begin('E');
  end();
  write_(buffer_);
  buffer_.clear();
}

void Reader::feed(std::string_view bytes) {
  pending_.append(bytes);
  std::size_t at = 0;
  while (pending_.size() - at >= 4) {
    std::uint32_t length;
    std::memcpy(&length, pending_.data() + at, 4);
    if (length == 0 || length > largest_record) throw std::runtime_error("worker sent a record of impossible length");
    if (pending_.size() - at - 4 < length) break;
    record(std::string_view(pending_).substr(at + 4, length));
    at += 4 + length;
  }
  pending_.erase(0, at);
}

void Reader::record(std::string_view payload) {
  if (done_) throw std::runtime_error("worker went on after its last record");
  Fields fields(payload.substr(1));
  switch (payload.front()) {
    case 'S': {
      auto const format = fields.one_of(Format::pdf);
      bool const wrapped = fields.flag();
      sink_.source(format, fields.text(), wrapped);
      break;
    }
    case 'T': {
      bool const hidden = fields.flag();
      sink_.table(fields.text(), hidden);
      break;
    }
    case 'R': {
      Row row;
      row.number = fields.number();
      row.page = fields.number();
      row.fields = fields.number();
      auto const flags = fields.byte();
      row.hidden = flags & 1;
      row.continues = flags & 2;
      auto const count = fields.number();
      if (count > fields.left() / 14) throw std::runtime_error("worker sent a short record");
      row.cells.reserve(count);
      for (std::uint32_t k = 0; k < count; ++k) {
        Cell cell;
        cell.column = fields.number();
        cell.column_span = static_cast<std::uint16_t>(fields.number());
        cell.kind = fields.one_of(CellKind::error);
        auto const marks = fields.byte();
        cell.from_formula = marks & 1;
        cell.covered_above = marks & 2;
        cell.header = marks & 4;
        cell.text = fields.text();
        if (!row.cells.empty() && row.cells.back().column >= cell.column) throw std::runtime_error("worker sent cells out of order");
        row.cells.push_back(std::move(cell));
      }
      sink_.row(std::move(row));
      break;
    }
    case 'M': {
      MergedRange range;
      range.first_row = fields.number();
      range.last_row = fields.number();
      range.first_column = fields.number();
      range.last_column = fields.number();
      sink_.merged(range);
      break;
    }
    case 'P': {
      Paragraph paragraph;
      paragraph.line = fields.number();
      paragraph.page = fields.number();
      paragraph.heading = fields.byte();
      paragraph.list_item = fields.flag();
      paragraph.text = fields.text();
      sink_.paragraph(std::move(paragraph));
      break;
    }
    case 'W': {
      Warning warning;
      warning.line = fields.number();
      warning.column = fields.number();
      warning.code = fields.text();
      warning.text = fields.text();
      sink_.warning(std::move(warning));
      break;
    }
    case 'X': {
      auto code = fields.text();
      throw Refusal(std::move(code), fields.text());
    }
    case 'E': done_ = true; break;
    default: throw std::runtime_error("worker sent an unknown record");
  }
}

}  // namespace rimlig::reader::wire
