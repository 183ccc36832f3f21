"""What the reading panel and the comparison say, in both languages."""

from __future__ import annotations

from collections.abc import Mapping


class Reader:
    """Vietnamese."""

    PANEL = "Văn bản đang đọc"
    CLOSE = "Đóng"
    BACK = "Quay lại"
    COPY_LINK = "Chép liên kết"
    COPIED = "Đã sao chép."
    NOT_COPIED = "Trình duyệt không cho sao chép. Phần cần chép đã được chọn; hãy nhấn Ctrl+C."
    PRINT = "In"
    SOURCE = "Bản chính thức"
    NEW_TAB = "(mở thẻ mới)"
    ISSUED = "ban hành ngày {day}"
    ARTICLES = "{count} điều"
    SECTIONS = "{count} mục"
    EMPTY = "Văn bản này không có nội dung."
    SECTION = "Mục {number}"
    GO_TO = "Đến {what}"

    CONTENTS = "Mục lục"
    AMENDED = "Văn bản này đã thay đổi"
    CHANGED_BY = "bởi {document}"
    CHANGED_BY_ARTICLE = "bởi Điều {article} {document}"
    SINCE = "từ {day}"
    REPEALED = "Đã bị bãi bỏ"
    ACTIONS: Mapping[str, str] = {}
    """Words of the library for what befell an article → as they are shown; what is not here is shown as it is."""

    TOOLS = "Công cụ của {what}"
    TOOLS_GROUP = "Công cụ của điều này"
    COPY_CITATION = "Chép trích dẫn"
    COPY_QUOTATION = "Chép nguyên văn"
    PRINT_ARTICLE = "In điều này"
    PIN = "Ghim"
    COMPARE = "So sánh"
    PREVIOUS = "Điều trước"
    NEXT = "Điều sau"
    COPY_CLAUSE = "Chép trích dẫn khoản {number}"
    REFERRING = "Các điều dẫn tới đây ({count})"
    REFERRING_DOCUMENT = "Các điều nhắc đến văn bản này ({count})"

    FIND = "Tìm trong văn bản"
    FIND_PREVIOUS = "Chỗ trước"
    FIND_NEXT = "Chỗ sau"
    FOUND = "{at} trên {total}"
    NOT_FOUND = "Không thấy"

    VERSIONS = "Bản trước ({count})"
    VERSION = "{title}, {articles} điều, thay hoặc gỡ ngày {day}"
    READ_VERSION = "Đọc bản này"
    COMPARE_VERSION = "So với bản nay"
    IS_EARLIER = "Đây là bản trước, đã thay hoặc gỡ ngày {day}. Nội dung có thể không còn đúng."
    PRESENT = "Về bản nay"

    PRINT_NOTE = "Chỉ để tham khảo. Hãy đối chiếu với bản chính thức trước khi áp dụng."
    PRINTED_ON = "In từ Tra Luật ngày {day}."

    COMPARING = "So sánh hai điều"
    COMPARING_VERSIONS = "So sánh hai bản"
    EARLIER = "Bản trước"
    LATER = "Bản nay"
    OPEN = "Mở trong văn bản"
    ADDED_COUNT = "{count} đoạn thêm"
    REMOVED_COUNT = "{count} đoạn bớt"
    SAME = "Hai bản giống hệt nhau."
    BY_LINES = "Văn bản dài nên chỉ đánh dấu theo dòng."
    TOO_LONG = "Văn bản quá dài nên không đánh dấu chỗ khác nhau."
    ADDED = "thêm:"
    REMOVED = "bớt:"
    CHANGED_ARTICLES = "{changed} điều đổi, {added} điều thêm, {removed} điều bớt, {same} điều giữ nguyên."
    NOT_THERE = "Không có điều này."


class ReaderEnglish(Reader):
    """English."""

    PANEL = "Document being read"
    CLOSE = "Close"
    BACK = "Back"
    COPY_LINK = "Copy link"
    COPIED = "Copied."
    NOT_COPIED = "The browser does not allow copying. The text is selected; press Ctrl+C."
    PRINT = "Print"
    SOURCE = "Official text"
    NEW_TAB = "(opens a new tab)"
    ISSUED = "issued on {day}"
    ARTICLES = "articles: {count}"
    SECTIONS = "sections: {count}"
    EMPTY = "This document has no text."
    SECTION = "Section {number}"
    GO_TO = "Go to {what}"

    CONTENTS = "Contents"
    AMENDED = "This document has been changed"
    CHANGED_BY = "by {document}"
    CHANGED_BY_ARTICLE = "by Article {article} of {document}"
    SINCE = "from {day}"
    REPEALED = "Repealed"
    ACTIONS: Mapping[str, str] = {
        "Sửa đổi": "Amended",
        "Bổ sung": "Supplemented",
        "Sửa đổi, bổ sung": "Amended and supplemented",
        "Bãi bỏ": "Repealed",
        "Bãi bỏ một phần": "Repealed in part",
        "Thay thế": "Replaced",
        "Đính chính": "Corrected",
        "Ngưng hiệu lực": "Suspended",
        "Hết hiệu lực": "Expired",
    }

    TOOLS = "Tools for {what}"
    TOOLS_GROUP = "Tools for this article"
    COPY_CITATION = "Copy citation"
    COPY_QUOTATION = "Copy text"
    PRINT_ARTICLE = "Print this article"
    PIN = "Pin"
    COMPARE = "Compare"
    PREVIOUS = "Previous article"
    NEXT = "Next article"
    COPY_CLAUSE = "Copy the citation of clause {number}"
    REFERRING = "Articles that refer here ({count})"
    REFERRING_DOCUMENT = "Articles that mention this document ({count})"

    FIND = "Find in this document"
    FIND_PREVIOUS = "Previous match"
    FIND_NEXT = "Next match"
    FOUND = "{at} of {total}"
    NOT_FOUND = "Not found"

    VERSIONS = "Earlier versions ({count})"
    VERSION = "{title}, articles: {articles}, replaced or removed on {day}"
    READ_VERSION = "Read this version"
    COMPARE_VERSION = "Compare with the present text"
    IS_EARLIER = "This is an earlier version, replaced or removed on {day}. It may no longer be right."
    PRESENT = "To the present text"

    PRINT_NOTE = "For reference only. Check it against the official text before you rely on it."
    PRINTED_ON = "Printed from Tra Luật on {day}."

    COMPARING = "Two articles compared"
    COMPARING_VERSIONS = "Two versions compared"
    EARLIER = "Earlier version"
    LATER = "Present version"
    OPEN = "Open in its document"
    ADDED_COUNT = "{count} added"
    REMOVED_COUNT = "{count} removed"
    SAME = "The two versions are identical."
    BY_LINES = "The text is long: only whole lines are marked."
    TOO_LONG = "The text is too long for its differences to be marked."
    ADDED = "added:"
    REMOVED = "removed:"
    CHANGED_ARTICLES = "Articles: {changed} changed, {added} added, {removed} removed, {same} unchanged."
    NOT_THERE = "There is no such article."
