"""Every word that the screen shows, in Vietnamese; those of the tab with one's own documents are in `shelf_texts`."""

from __future__ import annotations

from corpus.model import Status

TITLE = "Tra Luật"
PURPOSE = "Hỏi bằng lời thường, nhận đúng điều luật cần tìm: khoản quyết định và hiệu lực của văn bản."

QUESTION_LABEL = "Câu hỏi hoặc điều luật cần tra"
QUESTION_PLACEHOLDER = "Ví dụ: Người lao động nghỉ việc phải báo trước bao nhiêu ngày?"
SEARCH = "Tra cứu"
IN_FORCE_ONLY = "Chỉ văn bản còn hiệu lực hôm nay"
KIND_LABEL = "Loại văn bản"
ANY_KIND = "Mọi loại văn bản"
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
    ("Gõ không dấu, viết tắt đều được", "“nghi phep nam”, “BLTTDS”, “HĐLĐ”; cách hiểu câu hỏi luôn được hiện ra"),
)
HELP_KEY = "Nhấn phím / để về ô câu hỏi, Enter để tra cứu."

SEARCHING = "Đang tra cứu…"
RESULTS = "Kết quả"
SUMMARY = "{count} điều luật, xếp theo độ phù hợp"
SUMMARY_NONE = "Không có điều luật nào"
SECONDS = "{seconds} giây"
READ_AS = "Câu hỏi được hiểu là"

RELEVANCE = "Độ phù hợp"
RELEVANCE_WORDS = ((80, "rất phù hợp"), (55, "phù hợp"), (30, "có thể liên quan"), (0, "ít phù hợp"))
ARTICLE = "Điều {number}"
DOCUMENT_NUMBER = "Số {number}"
EVIDENCE = "Đoạn liên quan nhất"
FULL_TEXT = "Xem toàn văn {what}"
SECTION = "mục này"
CITATION = "Trích dẫn"
COPY = "Sao chép"
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

LIBRARY = "Kho hiện có {documents} văn bản với {articles} điều: {kinds}."
LIBRARY_EMPTY = "Kho chưa có văn bản nào."
OTHER_KIND = "văn bản khác"
DISCLAIMER = (
    "Kết quả do máy tìm và xếp hạng, chỉ để tham khảo, không thay thế tư vấn pháp lý. "
    "Hãy đối chiếu với bản chính thức trước khi áp dụng."
)
PRIVACY = "Câu hỏi được xử lý ngay trên máy đang chạy ứng dụng và không gửi đi nơi khác."

UNEXPECTED = "Có lỗi ngoài dự kiến khi tra cứu. Hãy thử lại; nếu vẫn gặp, báo người quản trị xem nhật ký của ứng dụng."

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
PORT_TAKEN = "Không mở được cổng {port} trên {host}: cổng đang được dùng hoặc không được phép. Hãy chọn --port khác."
NO_HOME = "Không đọc hoặc ghi được dữ liệu trong TRALUAT_HOME: {reason}."
NO_START = "Không khởi động được Tra Luật: {reason}."
