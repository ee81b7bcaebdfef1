#include "round/my_page.hpp"

#include <algorithm>
#include <map>

#include "access_review/access_review.hpp"
#include "access_review/month.hpp"
#include "action/rules.hpp"
#include "identity/permissions.hpp"
#include "identity/substitution.hpp"
#include "kernel/routes.hpp"
#include "org/scope.hpp"
#include "round/round.hpp"

namespace rimlig::round {

using namespace kernel;

namespace {

enum class TaskKind { report, returned_report, approve, escalation, action, questions, round_to_close, round_opens, report_approved, round_closed, administration, substitution, restricted, access_review };
BOOST_DESCRIBE_ENUM(TaskKind, report, returned_report, approve, escalation, action, questions, round_to_close, round_opens, report_approved, round_closed, administration, substitution, restricted, access_review)

struct MyTask {
  TaskKind kind;
  std::string title;
  std::optional<std::string> subtitle;
  std::optional<std::string> due;
  bool late = false;
  std::string link;
  std::optional<std::string> for_absent;  // whom the person does it for, as substitute
};
BOOST_DESCRIBE_STRUCT(MyTask, (), (kind, title, subtitle, due, late, link, for_absent))

struct MyRound {
  std::int64_t id;
  std::string name;
  std::string deadline;
};
BOOST_DESCRIBE_STRUCT(MyRound, (), (id, name, deadline))

struct MyPage {
  std::string greeting_name;
  std::optional<MyRound> round;
  std::vector<MyTask> tasks;
  std::vector<MyTask> soon;
  std::vector<MyTask> feedback;  // what became of what this person reported (S2-52)
  std::int64_t done_count = 0;
};
BOOST_DESCRIBE_STRUCT(MyPage, (), (greeting_name, round, tasks, soon, feedback, done_count))

constexpr int days_now = 14;   // due within these: a task
constexpr int days_soon = 60;  // due within these: coming soon
constexpr int most = 50;

std::string day_after(Clock const& clock, int days) { return swedish_date(clock.now() + std::chrono::hours(24 * days)); }

constexpr std::string_view who_answer = "'unit_manager', 'department_head', 'employee'";
constexpr std::string_view who_lead = "'unit_manager', 'department_head', 'controller'";

/// The assignments at the unit itself that the person acts by: a controller may report for every unit of a
/// committee, but only those who belong to one are asked to. Also finds the few rows by their units.
std::string own_unit(std::string_view unit, std::string_view roles = who_answer) {
  return std::string(unit) + " in (select mine.unit_id from assignment mine where mine.role in (" + std::string(roles) + ") and mine.id in (" + org::acted_by("$1", "$2") + "))";
}

/// Whom the person is asked for at the unit; nothing when asked by an assignment of their own.
std::optional<std::string> asked_for(Tx& tx, std::int64_t unit, std::string_view roles = who_answer) {
  static std::string const begin = "select case when a.person_id = $1 then '' else p.name end from assignment a join person p on p.id = a.person_id where a.unit_id = $3 and a.id in (" +
                                   org::acted_by("$1", "$2") + ") and a.role in (";
  auto const name = tx.value<std::string>(begin + std::string(roles) + ") order by case when a.person_id = $1 then 0 else 1 end, a.id limit 1", tx.actor().id, tx.today(), unit);
  return name && !name->empty() ? name : std::nullopt;
}

std::string unit_link(Row const& row, int round, int unit) {
  return "/rounds/" + std::to_string(row.integer(round)) + "/units/" + std::to_string(row.integer(unit));
}

void add_reports(Tx& tx, MyPage& page) {
  auto const today = tx.today().text;
  tx.run(
      "select r.id, r.name, r.deadline, rr.unit_id, u.name, rr.state, rr.return_reason, "
      "(select count(*) from round_answer ra join action a on a.id = ra.action_id where ra.report_id = rr.id and ra.complete and a.scope_id = rr.unit_id), " +
          std::string(asked_count) +
          " from round_report rr join round r on r.id = rr.round_id join org_unit u on u.id = rr.unit_id "
      "where r.state = 'open' and rr.state in ('not_started', 'draft', 'returned') and " +
          own_unit("rr.unit_id") + " order by r.deadline, u.name collate sv limit 50",
      Tx::bind(tx.actor().id, today), [&](Row const& row) {
        bool const returned = row.text(5) == "returned";
        auto const progress = std::to_string(row.integer(7)) + " av " + std::to_string(row.integer(8)) + " klara";
        page.tasks.push_back({returned ? TaskKind::returned_report : TaskKind::report,
                              (returned ? "Komplettera rapporten för " : "Rapportera ") + std::string(row.text(4)),
                              returned && !row.null(6) ? std::string(row.text(6)) : std::string(row.text(1)) + ", " + progress,
                              std::string(row.text(2)), std::string(row.text(2)) < today, unit_link(row, 0, 3), asked_for(tx, row.integer(3))});
      });
}

void add_approvals(Tx& tx, MyPage& page) {
  auto const today = tx.today().text;
  auto const grants = identity::roles_with("round.approve");
  tx.run(
      "select r.id, r.name, r.deadline, rr.unit_id, u.name, rr.submitted_by, rr.submitted_by_id from round_report rr join round r on r.id = rr.round_id "
      "join org_unit u on u.id = rr.unit_id where r.state = 'open' and rr.state = 'submitted' and rr.submitted_by_id <> $1 "
      "and not exists (select 1 from round_answer own where own.report_id = rr.id and own.updated_by_id = $1) and " +
          tx.in_scope("rr.unit_id", grants) + " order by r.deadline, u.name collate sv limit 50",
      Tx::bind(tx.actor().id), [&](Row const& row) {
        if (org::stands_in_for(tx, tx.actor().id, row.integer(3), grants) == row.integer(6)) return;  // nobody approves in the sender's place
        page.tasks.push_back({TaskKind::approve, "Godkänn rapporten för " + std::string(row.text(4)),
                              std::string(row.text(1)) + ", skickad av " + std::string(row.text(5)), std::string(row.text(2)),
                              std::string(row.text(2)) < today, unit_link(row, 0, 3), identity::absent_behind(tx, {row.integer(3)}, grants)});
      });
}

/// What a unit below did not carry out, and this level must answer for (S1-30).
void add_escalations(Tx& tx, MyPage& page) {
  tx.run("select a.id, a.number, u.name, e.reason, e.unit_id from escalation e join action a on a.id = e.action_id join org_unit u on u.id = e.from_unit_id "
         "where e.state = 'open' and " + own_unit("e.unit_id", who_lead) + " and " + tx.in_scope("e.scope_id", identity::roles_with("action.read")) + " order by e.raised_at, e.id limit 50",
         Tx::bind(tx.actor().id, tx.today()), [&](Row const& row) {
           page.tasks.push_back({TaskKind::escalation, "Svara på att ÅT-" + std::to_string(row.integer(1)) + " inte har genomförts",
                                 std::string(row.text(2)) + ": " + std::string(row.text(3)), std::nullopt, false,
                                 "/actions/" + std::to_string(row.integer(0)), asked_for(tx, row.integer(4), who_lead)});
         });
}

/// One's own that somebody has restricted: that it exists, and whom to ask.
void add_restricted(Tx& tx, MyPage& page) {
  auto const grants = identity::roles_with("action.read");
  tx.run("select a.id, a.number, u.name, c.decided_by from action a join circle c on c.id = a.scope_id join org_unit u on u.id = a.unit_id where a.owner_id = $1 and " +
             tx.in_scope("a.unit_id", grants) + " and not (" + tx.in_scope("a.scope_id", grants) + ") order by a.number limit 50",
         Tx::bind(tx.actor().id), [&](Row const& row) {
           page.tasks.push_back({TaskKind::restricted, "ÅT-" + std::to_string(row.integer(1)) + " har fått begränsad åtkomst",
                                 std::string(row.text(2)) + ". Fråga " + std::string(row.text(3)) + " om du behöver den.", std::nullopt, false,
                                 "/actions/" + std::to_string(row.integer(0)), std::nullopt});
         });
}

/// What `owner` answers for, in the units that `where` lets through.
void add_owned(Tx& tx, MyPage& page, Clock const& clock, std::int64_t owner, std::string const& where, std::optional<std::string> const& for_absent) {
  auto const today = tx.today().text;
  auto const now = day_after(clock, days_now);
  auto const later = day_after(clock, days_soon);
  tx.run(
      "select a.id, a.number, a.text, a.status, a.due, u.name from action a join org_unit u on u.id = a.unit_id "
      "where a.owner_id = $1 and a.status not in ('done', 'part_of_routine', 'cancelled') and a.due is not null and " +
          tx.in_scope("a.scope_id", identity::roles_with("action.read")) + where + " order by a.due, a.id limit 200",
      Tx::bind(owner), [&](Row const& row) {
        auto const due = action::last_day(row.text(4));
        if (due > later) return;
        MyTask task{TaskKind::action, "ÅT-" + std::to_string(row.integer(1)) + " " + std::string(row.text(2)), std::string(row.text(5)),
                    std::string(row.text(4)), due < today, "/actions/" + std::to_string(row.integer(0)), for_absent};
        (due <= now ? page.tasks : page.soon).push_back(std::move(task));
      });
}

/// One's own, and those of whoever one stands in for, in the units that one stands in at.
void add_actions(Tx& tx, MyPage& page, Clock const& clock) {
  add_owned(tx, page, clock, tx.actor().id, "", std::nullopt);
  struct Absent {
    std::string name;
    std::string assignments;
  };
  std::map<std::int64_t, Absent> absent;
  tx.run("select a.person_id, p.name, a.id from assignment a join person p on p.id = a.person_id where a.id in (" + org::acted_by_as_substitute("$1", "$2") + ") order by a.id",
         Tx::bind(tx.actor().id, tx.today()), [&](Row const& row) {
           auto& each = absent[row.integer(0)];
           each.name = row.text(1);
           each.assignments.append(each.assignments.empty() ? "" : ", ").append(std::to_string(row.integer(2)));
         });
  for (auto const& [person, each] : absent)
    add_owned(tx, page, clock, person,
              " and a.unit_id in (select below.id from assignment mine join org_unit top on top.id = mine.unit_id join org_unit below on below.path >= top.path and below.path < top.path || ':' "
              "where mine.id in (" + each.assignments + "))",
              each.name);
}

/// A longer absence waits for somebody above to confirm it.
void add_confirmations(Tx& tx, MyPage& page) {
  for (auto const& one : identity::substitutions_to_confirm(tx)) {
    auto const name = tx.value<std::string>("select name from person where id = $1", one.absent_id).value_or("");
    page.tasks.push_back({TaskKind::substitution, "Bekräfta en längre ersättare för " + name, "Frånvarande till och med " + one.wanted_to->text, one.valid_to.text, false, "/account/substitutes", std::nullopt});
  }
}

/// The sample of last month's access log waits to be judged (S4-20).
void add_access_reviews(Tx& tx, MyPage& page) {
  for (auto const& one : access_review::waiting_reviews(tx)) {
    auto const due = access_review::review_due(one.month);
    auto const done = one.judged == one.entries ? std::string("alla bedömda, återstår att signera") : std::to_string(one.judged) + " av " + std::to_string(one.entries) + " bedömda";
    page.tasks.push_back({TaskKind::access_review, "Granska åtkomstloggen för " + access_review::month_in_words(one.month), one.unit_name + ", " + done, due, due < tx.today().text,
                          "/access-reviews/" + std::to_string(one.id.value), identity::absent_behind(tx, one.unit_id, identity::roles_with("access_review.judge"))});
  }
}

void add_questions(Tx& tx, MyPage& page) {
  std::map<std::optional<std::string>, std::int64_t> counts;
  tx.run("select q.unit_id, count(*) from lint_question q where q.state = 'open' and " + own_unit("q.scope_id") + " group by q.unit_id", Tx::bind(tx.actor().id, tx.today()),
         [&](Row const& row) { counts[asked_for(tx, row.integer(0))] += row.integer(1); });
  for (auto const& [absent, count] : counts)
    page.tasks.push_back({TaskKind::questions, count == 1 ? "Besvara en fråga om uppgifterna" : "Besvara " + std::to_string(count) + " frågor om uppgifterna",
                          std::nullopt, std::nullopt, false, "/questions", absent});
}

/// A controller is asked to close a round that is over. It opens by itself.
void add_rounds_to_close(Tx& tx, MyPage& page) {
  tx.run("select r.id, r.name, r.deadline, count(*), count(*) filter (where rr.state = 'approved') "
         "from round r join round_report rr on rr.round_id = r.id where r.state = 'open' and r.deadline < $1 and " +
             tx.in_scope("rr.unit_id", identity::roles_with("round.manage")) + " group by r.id order by r.deadline, r.id limit 50",
         Tx::bind(tx.today()), [&](Row const& row) {
           page.tasks.push_back({TaskKind::round_to_close, "Stäng " + std::string(row.text(1)),
                                 std::to_string(row.integer(4)) + " av " + std::to_string(row.integer(3)) + " enheter är godkända", std::string(row.text(2)),
                                 false, "/rounds/" + std::to_string(row.integer(0)), std::nullopt});
         });
}

/// "HR-enheten, Staben och 3 till"
std::string some_of(std::vector<std::string> const& names) {
  constexpr std::size_t shown = 3;
  std::string out;
  for (std::size_t n = 0; n < std::min(shown, names.size()); ++n) out += (n == 0 ? "" : ", ") + names[n];
  return names.size() > shown ? out + " och " + std::to_string(names.size() - shown) + " till" : out;
}

/// What keeps reports from coming in, and only an administrator can mend: nobody to ask, or nobody who can answer.
void add_administration(Tx& tx, MyPage& page, Clock const& clock) {
  auto const names = [&](std::string const& sql) {
    std::vector<std::string> all;
    tx.run(sql + " limit 1000", Tx::bind(tx.today()), [&](Row const& row) { all.emplace_back(row.text(0)); });
    return all;
  };
  auto const count = [](std::vector<std::string> const& all, char const* one, char const* many) { return all.size() == 1 ? std::string(one) : std::to_string(all.size()) + many; };
  auto const unled = names("select u.name from org_unit u where u.kind in ('department', 'division', 'unit') and " + org::in_force("u", "$1") + " and " +
                           tx.in_scope("u.id", identity::roles_with("org.write")) +
                           " and not exists (select 1 from assignment a where a.unit_id = u.id and a.role in ('unit_manager', 'department_head') and " + org::in_force("a", "$1") +
                           ") order by u.name collate sv, u.id");
  if (!unled.empty())
    page.tasks.push_back({TaskKind::administration, count(unled, "En enhet saknar chef", " enheter saknar chef"), some_of(unled), std::nullopt, false, "/admin/persons", std::nullopt});
  auto const at_mine = "a.person_id = p.id and " + org::in_force("a", "$1") + " and " + tx.in_scope("a.unit_id", identity::roles_with("person.write"));
  auto const locked_out = names("select p.name from person p join account c on c.person_id = p.id where c.password_hash = '' and exists (select 1 from assignment a where " + at_mine +
                                ") order by p.name collate sv, p.id");
  if (!locked_out.empty())
    page.tasks.push_back({TaskKind::administration, count(locked_out, "En person har inget lösenord än", " personer har inget lösenord än"), some_of(locked_out), std::nullopt, false,
                          "/admin/persons", std::nullopt});
  tx.run("select p.name, u.name, a.valid_to from assignment a join person p on p.id = a.person_id join org_unit u on u.id = a.unit_id where " + at_mine +
             " and a.valid_to <= $2 order by a.valid_to, p.name collate sv, a.id limit 50",
         Tx::bind(tx.today(), day_after(clock, days_soon)), [&](Row const& row) {
           page.soon.push_back({TaskKind::administration, "Rollen för " + std::string(row.text(0)) + " upphör", std::string(row.text(1)), std::string(row.text(2)), false,
                                "/admin/persons", std::nullopt});
         });
}

void add_coming_rounds(Tx& tx, MyPage& page) {
  tx.run("select r.id, r.name, r.opens, r.deadline, rr.unit_id from round_report rr join round r on r.id = rr.round_id where r.state = 'planned' and " +
             own_unit("rr.unit_id") + " order by r.opens, r.id limit 200",
         Tx::bind(tx.actor().id, tx.today()), [&](Row const& row) {
           auto for_absent = asked_for(tx, row.integer(4));
           auto const link = "/rounds/" + std::to_string(row.integer(0));
           auto const told = std::ranges::find(page.soon, link, &MyTask::link);
           if (told != page.soon.end()) {
             if (!for_absent) told->for_absent.reset();
             return;
           }
           page.soon.push_back({TaskKind::round_opens, std::string(row.text(1)) + " öppnar", "Sista dag " + std::string(row.text(3)),
                                std::string(row.text(2)), false, link, std::move(for_absent)});
         });
}

void add_feedback(Tx& tx, MyPage& page, Clock const& clock) {
  auto const since = instant_text(clock.now() - std::chrono::hours(24 * 30));
  tx.run(
      "select r.id, r.name, rr.unit_id, u.name, rr.approved_by, r.state from round_report rr join round r on r.id = rr.round_id "
      "join org_unit u on u.id = rr.unit_id where rr.submitted_by_id = $1 and rr.state = 'approved' and "
      "(rr.approved_at >= $2 or r.closed_at >= $2) order by rr.approved_at desc limit 50",
      Tx::bind(tx.actor().id, since), [&](Row const& row) {
        bool const closed = row.text(5) == "closed";
        page.feedback.push_back({closed ? TaskKind::round_closed : TaskKind::report_approved,
                                 "Rapporten för " + std::string(row.text(3)) + (closed ? " ingår i den stängda omgången" : " är godkänd"),
                                 std::string(row.text(1)) + ", godkänd av " + std::string(row.text(4)), std::nullopt, false, unit_link(row, 0, 2), std::nullopt});
      });
}

std::optional<MyRound> current_round(Tx& tx) {
  std::optional<MyRound> found;
  auto const seen = tx.in_scope("rr.unit_id", identity::roles_with("round.read"));
  tx.run("select r.id, r.name, r.deadline from round r where r.state = 'open' and exists (select 1 from round_report rr where rr.round_id = r.id and " +
             seen + ") order by r.deadline, r.id limit 1",
         {}, [&](Row const& row) { found = MyRound{row.integer(0), std::string(row.text(1)), std::string(row.text(2))}; });
  return found;
}

std::int64_t done_in(Tx& tx) {
  return tx.value<std::int64_t>(
               "select (select count(*) from round_report rr join round r on r.id = rr.round_id where r.state = 'open' and rr.submitted_by_id = $1 "
               "and rr.state in ('submitted', 'approved')) + "
               "(select count(*) from action a where a.owner_id = $1 and a.status in ('done', 'part_of_routine') and substr(a.updated_at, 1, 4) = $2)",
               tx.actor().id, tx.today().text.substr(0, 4))
      .value_or(0);
}

MyPage my_page(Context& context) {
  auto& tx = context.tx;
  MyPage page;
  page.greeting_name = tx.actor().name.substr(0, tx.actor().name.find(' '));
  page.round = current_round(tx);
  add_reports(tx, page);
  add_approvals(tx, page);
  add_escalations(tx, page);
  add_actions(tx, page, context.services.clock);
  add_restricted(tx, page);
  add_confirmations(tx, page);
  add_access_reviews(tx, page);
  add_questions(tx, page);
  add_rounds_to_close(tx, page);
  add_administration(tx, page, context.services.clock);
  add_coming_rounds(tx, page);
  add_feedback(tx, page, context.services.clock);
  page.done_count = done_in(tx);
  auto const by_day = [](MyTask const& a, MyTask const& b) { return a.due.value_or("9999") < b.due.value_or("9999"); };
  std::ranges::stable_sort(page.tasks, by_day);
  std::ranges::stable_sort(page.soon, by_day);
  if (page.tasks.size() > most) page.tasks.resize(most);
  if (page.soon.size() > most) page.soon.resize(most);
  return page;
}

}  // namespace

void my_page_routes(Routes& to) {
  to.add(Method::get, "/api/my-page", "getMyPage", session_route, my_page, "Vad jag behöver göra nu och snart");
}

}  // namespace rimlig::round
