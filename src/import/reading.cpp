#include "import/reading.hpp"

namespace rimlig::import {

std::string_view name_of(RepairKind kind) {
  switch (kind) {
    case RepairKind::page_heading_removed: return "page_heading_removed";
    case RepairKind::heading_corrected: return "heading_corrected";
    case RepairKind::page_break_joined: return "page_break_joined";
    case RepairKind::wrapped_line_joined: return "wrapped_line_joined";
    case RepairKind::hyphen_removed: return "hyphen_removed";
    case RepairKind::word_joined: return "word_joined";
    case RepairKind::markup_removed: return "markup_removed";
    case RepairKind::icon_removed: return "icon_removed";
    case RepairKind::bullet_removed: return "bullet_removed";
    case RepairKind::status_respelled: return "status_respelled";
    case RepairKind::date_rewritten: return "date_rewritten";
    case RepairKind::total_row_removed: return "total_row_removed";
    case RepairKind::blank_row_removed: return "blank_row_removed";
    case RepairKind::merged_cell_followed: return "merged_cell_followed";
  }
  return "";
}

std::string_view name_of(JoinKind kind) {
  switch (kind) {
    case JoinKind::space: return "space";
    case JoinKind::hyphen_removed: return "hyphen_removed";
    case JoinKind::hyphen_kept: return "hyphen_kept";
    case JoinKind::word: return "word";
  }
  return "";
}

std::string_view name_of(CellSource source) {
  switch (source) {
    case CellSource::explicit_cell: return "explicit";
    case CellSource::same_event: return "same_event";
    case CellSource::merged_cell: return "merged_cell";
    case CellSource::blank_new_event: return "blank_new_event";
    case CellSource::none: return "none";
  }
  return "";
}

}  // namespace rimlig::import
