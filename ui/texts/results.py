"""What an answer says, in both languages."""

from __future__ import annotations

from corpus.model import Status


class Results:
    """Vietnamese."""

    RESULTS = "Kết quả"
    SUMMARY = "{count} điều luật, xếp theo độ phù hợp"
    SUMMARY_WEAK = "{count} điều gần nhất, dưới ngưỡng phù hợp"
    SUMMARY_NONE = "Không có điều luật nào"
    SECONDS = "{seconds} giây"
    DECIMAL = ","
    READ_AS = "Câu hỏi được hiểu là"
    READ_CITATION = "Nhận ra điều luật: {what}"
    AS_TYPED = "Giữ nguyên “{typed}” như đã gõ"
    ALL_AS_TYPED = "Tìm đúng như tôi gõ"
    LEFT_AS_TYPED = "Đã giữ nguyên như đã gõ."
    READ_AGAIN = "Hiểu lại câu hỏi"
    RERANKING = "Kết quả bước đầu. Đang đọc kỹ từng điều để xếp lại…"
    UNREAD = (
        "Chưa đọc kỹ được các điều này vì mô hình xếp hạng gặp lỗi: thứ tự dưới đây là của bước đầu, "
        "chưa có độ phù hợp. Hãy thử lại sau."
    )
    BELOW = "Xem những điều gần nhất (dưới ngưỡng phù hợp)"
    ADVICE_TITLE = "Nên hỏi lại thế nào"
    ADVICE = (
        "Dùng từ của văn bản luật: “đơn phương chấm dứt hợp đồng” thay cho “đuổi việc”.",
        "Nói rõ chủ thể và việc: ai, làm gì, trong trường hợp nào.",
        "Bớt bộ lọc, hoặc thêm văn bản chuyên ngành ở thẻ “Văn bản của tôi”.",
    )
    WHY = "Vì sao xếp ở đây"
    WHY_STAGES = {
        "bm25": "Trùng từ ngữ với câu hỏi",
        "dense": "Gần nghĩa với câu hỏi",
        "fused": "Điểm bước đầu (từ ngữ và nghĩa)",
        "logit": "Mô hình đọc câu hỏi cùng đoạn luật",
        "citation": "Được gọi đúng tên trong câu hỏi",
    }
    OPEN = "Mở trong văn bản"
    COPY_QUOTE = "Chép đoạn trích"
    COPY_LINK = "Chép liên kết"
    PIN = "Ghim"
    COMPARE = "So sánh"
    RIGHT = "Đúng"
    WRONG = "Không đúng"
    ACTIONS = "Việc với điều này"
    PINNED = "Đã ghim {what} vào hồ sơ."
    UNPINNED = "Đã bỏ ghim {what}."
    JUDGED_RIGHT = "Đã ghi nhận: {what} là đúng."
    JUDGED_WRONG = "Đã ghi nhận: {what} không đúng."
    JUDGED_NOT = "Đã bỏ đánh giá {what}."
    CHOSEN = "Đã chọn {what} để so sánh. Bấm “So sánh” ở điều thứ hai."
    SAME_TWICE = "Hãy chọn một điều khác để so sánh."
    RELEVANCE = "Độ phù hợp"
    RELEVANCE_WORDS = ((80, "rất phù hợp"), (55, "phù hợp"), (30, "có thể liên quan"), (0, "ít phù hợp"))
    ARTICLE = "Điều {number}"
    DOCUMENT_NUMBER = "Số {number}"
    EVIDENCE = "Đoạn liên quan nhất"
    FULL_TEXT = "Xem toàn văn {what}"
    SECTION = "mục này"
    CITATION = "Trích dẫn"
    COPY = "Chép trích dẫn"
    COPIED = "Đã sao chép"
    STATUS = {
        Status.IN_FORCE: "Còn hiệu lực",
        Status.AMENDED: "Đã được sửa đổi",
        Status.PARTLY_EXPIRED: "Hết hiệu lực một phần",
        Status.EXPIRED: "Hết hiệu lực",
        Status.NOT_YET: "Chưa có hiệu lực",
        Status.UNKNOWN: "Chưa rõ hiệu lực",
    }
    EFFECTIVE = "có hiệu lực từ {day}"
    EXPIRES = "hết hiệu lực từ {day}"
    SINCE = "từ {day}"
    AMENDED_BY = "{action} {article}bởi {document}"
    OWN = "Của bạn"
    NOTICES: dict[str, str] = {}
    """By the code of a notice (``search.notices.Code``); in Vietnamese the search itself says them."""
    ERRORS: dict[str, str] = {}
    """By the class of an error; in Vietnamese the error itself has its words."""


class ResultsEnglish(Results):
    """English."""

    RESULTS = "Results"
    SUMMARY = "Articles by relevance: {count}"
    SUMMARY_WEAK = "Nearest articles, below the line of relevance: {count}"
    SUMMARY_NONE = "No articles"
    SECONDS = "{seconds} s"
    DECIMAL = "."
    READ_AS = "The question was read as"
    READ_CITATION = "Recognised: {what}"
    AS_TYPED = "Keep “{typed}” as typed"
    ALL_AS_TYPED = "Search exactly what I typed"
    LEFT_AS_TYPED = "Left as typed."
    READ_AGAIN = "Read the question again"
    RERANKING = "First results. Each article is now being read closely to rank them anew…"
    UNREAD = (
        "These articles could not be read closely, for the ranking model failed: this is the order of the first "
        "results, without their relevance. Try again later."
    )
    BELOW = "Show the nearest articles (below the line of relevance)"
    ADVICE_TITLE = "How to ask again"
    ADVICE = (
        "Use the words of the law: “đơn phương chấm dứt hợp đồng” rather than “đuổi việc”.",
        "Say who does what, and in which case.",
        "Loosen the filters, or add the special law under “My documents”.",
    )
    WHY = "Why it ranks here"
    WHY_STAGES = {
        "bm25": "Words shared with the question",
        "dense": "Nearness in meaning",
        "fused": "First stage (words and meaning)",
        "logit": "Model that reads question and passage together",
        "citation": "Named in the question",
    }
    OPEN = "Open in document"
    COPY_QUOTE = "Copy quotation"
    COPY_LINK = "Copy link"
    PIN = "Pin"
    COMPARE = "Compare"
    RIGHT = "Right"
    WRONG = "Not right"
    ACTIONS = "What to do with this article"
    PINNED = "{what} is pinned to the folder."
    UNPINNED = "{what} is no longer pinned."
    JUDGED_RIGHT = "Noted: {what} is right."
    JUDGED_WRONG = "Noted: {what} is not right."
    JUDGED_NOT = "The judgement of {what} is taken back."
    CHOSEN = "{what} is chosen. Press “Compare” at the second article."
    SAME_TWICE = "Choose another article to compare."
    RELEVANCE = "Relevance"
    RELEVANCE_WORDS = ((80, "very relevant"), (55, "relevant"), (30, "perhaps relevant"), (0, "hardly relevant"))
    ARTICLE = "Article {number}"
    DOCUMENT_NUMBER = "No. {number}"
    EVIDENCE = "Most relevant passage"
    FULL_TEXT = "Full text of {what}"
    SECTION = "this section"
    CITATION = "Citation"
    COPY = "Copy citation"
    COPIED = "Copied"
    STATUS = {
        Status.IN_FORCE: "In force",
        Status.AMENDED: "Amended",
        Status.PARTLY_EXPIRED: "Partly expired",
        Status.EXPIRED: "Expired",
        Status.NOT_YET: "Not yet in force",
        Status.UNKNOWN: "Status unknown",
    }
    EFFECTIVE = "in force since {day}"
    EXPIRES = "expired on {day}"
    SINCE = "since {day}"
    AMENDED_BY = "{action} {article}by {document}"
    OWN = "Yours"
    NOTICES = {
        "partial": "The index by meaning is still being made: for now results rest mostly on the question's words.",
        "weak": "No fitting article was found in the library. Below are the nearest ones, for reference only.",
        "nothing": "No fitting article was found in the library.",
        "empty": "The chosen library holds no document yet. Choose another one, or add documents of your own and ask "
        "again.",
        "nothing_passes": "No document passes the chosen filters.",
        "loosen": "Without the filter “{value}” there are {count} documents.",
        "loosen_several": "Drop two filters or more.",
        "no_clause": "Article {article} {title} has no clause {clause} (it has {count}).",
        "no_article": "{title} No. {number} has no Article {article} (it has {count}).",
        "no_document": "The library does not hold document No. {number}.",
        "nowhere": "No document of the library has an Article {article}.",
        "nowhere_passing": "No document that passes the chosen filters has an Article {article}. Loosen them.",
        "hidden": "{title} No. {number} does not pass the chosen filters. Loosen them.",
        "which": "The question does not say of which document; below are the articles of that number.",
    }
    ERRORS = {
        "UnreadableDocument": "This file cannot be read: it is damaged, locked by a password, empty, a scan whose text "
        "cannot be recognised here, or not what its name says.",
        "UnsupportedFormat": "Files of this kind cannot be read here.",
        "DocumentTooLarge": "This file is too large to be read here.",
        "DocumentConflict": "A document of this number belongs to another collection and cannot be replaced.",
        "InvalidQuestion": "This question cannot be read. Ask with words, at most 1,000 characters.",
        "UnknownDocument": "This document or article is not in the library.",
        "LimitReached": "There is no room for more: take something out first.",
        "StoreUnavailable": "The library cannot be read at this moment. Try again.",
        "ModelUnavailable": "The models cannot be used. Ask the administrator.",
    }
