"""What the frame of the page, the question and the filters say, in both languages."""

from __future__ import annotations

from ui.texts.results import Results, ResultsEnglish


class Page(Results):
    """Vietnamese."""

    TITLE = "Tra Luật"
    PURPOSE = "Hỏi bằng lời thường, nhận đúng điều luật cần tìm: khoản quyết định và hiệu lực của văn bản."

    QUESTION_LABEL = "Câu hỏi hoặc điều luật cần tra"
    QUESTION_PLACEHOLDER = "Ví dụ: Người lao động nghỉ việc phải báo trước bao nhiêu ngày?"
    SEARCH = "Tra cứu"
    KIND = "Loại văn bản"
    ISSUER = "Cơ quan ban hành"
    SUBJECT = "Lĩnh vực (đề mục)"
    YEAR = "Năm ban hành"
    WHEN = "Hiệu lực"
    COLLECTION = "Kho"
    ANY = {
        "kind": "Mọi loại văn bản",
        "issuer": "Mọi cơ quan",
        "subject": "Mọi lĩnh vực",
        "year": "Mọi năm",
        "collection": "Mọi kho",
    }
    COUNTED = "{value} ({count})"
    WHEN_ANY = "Mọi hiệu lực"
    WHEN_TODAY = "Còn hiệu lực hôm nay"
    WHEN_DATE = "Còn hiệu lực vào ngày…"
    ON_DATE = "Ngày (ngày/tháng/năm)"
    BAD_DATE = "Ngày “{text}” không đúng. Hãy viết như 01/07/2024."
    PUBLIC = "Kho chung"
    MINE = "Văn bản của tôi"
    CLEAR_FILTERS = "Bỏ mọi bộ lọc"
    EXAMPLES_LABEL = "Thử hỏi:"
    EXAMPLES = (
        "Lao động nữ được nghỉ thai sản bao lâu?",
        "Thời hiệu khởi kiện chia thừa kế là bao lâu?",
        "Điều 173 BLHS",
        "khoản 1 Điều 35 BLLĐ 2019",
        "Người dưới 16 tuổi phạm tội trộm cắp có bị phạt tù không?",
        "don phuong cham dut hop dong lao dong",
    )

    HELP_TITLE = "Cách hỏi"
    HELP = (
        ("Hỏi như đang nói", "“Bị sa thải trái luật thì được bồi thường những gì?”"),
        ("Gọi thẳng điều luật", "“Điều 651 BLDS”, “khoản 2 Điều 8 NĐ 100/2019/NĐ-CP”"),
        ("Gõ không dấu, viết tắt đều được", "“nghi phep nam”, “HĐQT”, “cty ko đóng bhxh”; cách hiểu luôn hiện ra"),
    )
    HELP_KEY = "Phím / về ô câu hỏi, phím ? xem mọi phím tắt."

    SEARCHING = "Đang tra cứu…"
    IN_QUEUE = "Nhiều người đang tra cứu: bạn ở vị trí {place} trên {total}…"
    SUGGESTIONS = "Văn bản gợi ý"

    TABS = ("Tra cứu", "Văn bản của tôi", "Hồ sơ", "Lịch sử", "Thư viện")
    LANGUAGE = "English"
    LANGUAGE_CODE = "en"
    LANGUAGE_PATH = "en"
    HELP_KEYS = "Phím tắt"
    KEYS = (
        ("/", "về ô câu hỏi"),
        ("Enter", "tra cứu; trong danh sách: mở điều đang chọn"),
        ("j, k", "điều sau, điều trước trong kết quả"),
        ("o", "mở điều đang chọn trong văn bản"),
        ("c", "chép trích dẫn của điều đang chọn"),
        ("p", "ghim điều đang chọn vào hồ sơ"),
        ("f", "tìm trong văn bản đang mở"),
        ("Esc", "đóng văn bản, đóng gợi ý"),
        ("Alt + 1 … 5", "chuyển thẻ"),
        ("?", "bảng phím tắt này"),
    )
    CLOSE = "Đóng"
    LEAVE = "Đổi ngôn ngữ"
    LEAVE_UNSAVED = "Có văn bản đã đọc mà chưa lưu. Đổi ngôn ngữ thì phải chọn lại tệp."
    LEAVE_VISIT = (
        "Trình duyệt không cho trang này nhớ gì. Đổi ngôn ngữ thì hồ sơ, lịch sử và văn bản của bạn trong lần xem này "
        "sẽ mất."
    )
    LEAVE_YES = "Vẫn đổi"
    LEAVE_NO = "Ở lại"
    ABOUT_TITLE = "Tra Luật là gì"
    ABOUT = (
        "Hỏi bằng lời thường, nhận điều luật quyết định câu trả lời. Mọi thứ chạy ngay trên máy này.",
        "Luật của ai, đến khi nào: {library}",
        "Không làm được: không thay luật sư, không biết văn bản ngoài kho, không tự cập nhật qua mạng.",
    )
    NEWEST = "Văn bản mới nhất ban hành ngày {day}."
    NOT_PERSISTENT = "Máy này không có ổ lưu lâu dài: mọi thứ bạn thêm sẽ mất khi ứng dụng khởi động lại."

    LIBRARY = "Kho hiện có {documents} văn bản với {articles} điều: {kinds}."
    LIBRARY_EMPTY = "Kho chưa có văn bản nào."
    OTHER_KIND = "văn bản khác"
    DISCLAIMER = (
        "Kết quả do máy tìm và xếp hạng, chỉ để tham khảo, không thay thế tư vấn pháp lý. "
        "Hãy đối chiếu với bản chính thức trước khi áp dụng."
    )
    PRIVACY = "Câu hỏi được xử lý ngay trên máy đang chạy ứng dụng và không gửi đi nơi khác."

    UNEXPECTED = "Có lỗi ngoài dự kiến. Hãy thử lại; nếu vẫn gặp, báo người quản trị xem nhật ký của ứng dụng."

    # Built-in words of Gradio that can appear on this page. It has no Vietnamese of its own.
    BUILT_IN = {
        "common.loading": "Đang tải",
        "common.error": "Lỗi",
        "common.clear": "Xóa",
        "common.submit": "Gửi",
        "common.remove": "Bỏ",
        "blocks.lost_connection": "Mất kết nối vì đã rời trang. Đang nối lại…",
        "blocks.connection_can_break": "Trên điện thoại, kết nối có thể đứt khi thẻ này không được mở.",
        "blocks.long_requests_queue": "Nhiều người đang tra cứu. Xin chờ.",
        "status.queue_position": "Đang chờ: {position} trên {size}",
        "dropdown.dropdown": "Danh sách chọn",
        "checkbox.checkbox": "Ô đánh dấu",
    }
    BROWSER_LANGUAGES = ("en", "fr", "de", "ja", "ko", "zh-CN", "zh-TW", "ru", "es")

    READY = "Tra Luật đã sẵn sàng: {url}\n"
    PORT_TAKEN = "Không mở được cổng {port} trên {host}: đang được dùng hoặc không được phép. Hãy chọn --port khác."
    NO_HOME = "Không đọc hoặc ghi được dữ liệu trong TRALUAT_HOME: {reason}."
    NO_START = "Không khởi động được Tra Luật: {reason}."


class PageEnglish(ResultsEnglish, Page):
    """English."""

    PURPOSE = "Ask in plain Vietnamese, get the articles of law that decide it, and whether they are in force."
    QUESTION_LABEL = "Question or article of law"
    QUESTION_PLACEHOLDER = "In Vietnamese, e.g.: Người lao động nghỉ việc phải báo trước bao nhiêu ngày?"
    SEARCH = "Search"
    KIND = "Kind of document"
    ISSUER = "Issuer"
    SUBJECT = "Field (code topic)"
    YEAR = "Year of issue"
    WHEN = "In force"
    COLLECTION = "Library"
    ANY = {
        "kind": "Any kind",
        "issuer": "Any issuer",
        "subject": "Any field",
        "year": "Any year",
        "collection": "Any library",
    }
    WHEN_ANY = "In force or not"
    WHEN_TODAY = "In force today"
    WHEN_DATE = "In force on…"
    ON_DATE = "Date (day/month/year)"
    BAD_DATE = "“{text}” is not a date. Write it like 01/07/2024."
    PUBLIC = "Public library"
    MINE = "My documents"
    CLEAR_FILTERS = "Clear all filters"
    EXAMPLES_LABEL = "Try:"
    HELP_TITLE = "How to ask"
    HELP = (
        ("Ask as you speak", "“Bị sa thải trái luật thì được bồi thường những gì?”"),
        ("Name the article", "“Điều 651 BLDS”, “khoản 2 Điều 8 NĐ 100/2019/NĐ-CP”"),
        ("Without diacritics, abbreviated", "“nghi phep nam”, “BLTTDS”, “cty ko đóng bhxh”; the reading is shown"),
    )
    HELP_KEY = "Press / for the question, ? for all keys."
    SEARCHING = "Searching…"
    IN_QUEUE = "Many are searching: your place is {place} of {total}…"
    SUGGESTIONS = "Suggested documents"
    TABS = ("Search", "My documents", "Folder", "History", "Library")
    LANGUAGE = "Tiếng Việt"
    LANGUAGE_CODE = "vi"
    LANGUAGE_PATH = "./"
    HELP_KEYS = "Keys"
    KEYS = (
        ("/", "to the question"),
        ("Enter", "search; in the list: open the chosen article"),
        ("j, k", "next, previous article of the results"),
        ("o", "open the chosen article in its document"),
        ("c", "copy the citation of the chosen article"),
        ("p", "pin the chosen article to the folder"),
        ("f", "find in the open document"),
        ("Esc", "close the document or the suggestions"),
        ("Alt + 1 … 5", "switch tabs"),
        ("?", "this sheet"),
    )
    CLOSE = "Close"
    LEAVE = "Switch the language"
    LEAVE_UNSAVED = (
        "There are documents that were read and not saved. After the switch you would choose the files again."
    )
    LEAVE_VISIT = (
        "The browser lets this page remember nothing. After the switch the folder, the history and your documents of "
        "this visit would be lost."
    )
    LEAVE_YES = "Switch all the same"
    LEAVE_NO = "Stay"
    ABOUT_TITLE = "What Tra Luật is"
    ABOUT = (
        "Ask in plain words and get the articles of Vietnamese law that decide it. All of it runs on this machine.",
        "Whose law, and as of when: {library}",
        "What it cannot do: give legal advice, know documents outside its library, update itself by the network.",
    )
    NEWEST = "The newest document was issued on {day}."
    NOT_PERSISTENT = "This machine has no lasting storage: what you add is lost when the application restarts."
    LIBRARY = "The library holds {documents} documents with {articles} articles: {kinds}."
    LIBRARY_EMPTY = "The library holds no document yet."
    OTHER_KIND = "other documents"
    DISCLAIMER = (
        "Results are found and ranked by machine, for reference only; they are not legal advice. "
        "Check the official text before you rely on it."
    )
    PRIVACY = "Questions are answered on the machine that runs the application and are sent nowhere else."
    UNEXPECTED = "Something unexpected went wrong. Try again; if it stays, ask the administrator to look at the log."
