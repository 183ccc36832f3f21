"""Every word of the tab with one's own documents, in Vietnamese."""

from __future__ import annotations

SEARCH_TAB = "Tra cứu"
TAB = "Văn bản của tôi"
INTRO = (
    "Thêm nghị định, thông tư, hợp đồng… của bạn để tra cứu cùng các bộ luật. Tệp được đọc ngay trên máy đang chạy "
    "ứng dụng, chỉ bạn thấy chúng, và chỉ giữ phần chữ."
)
KEPT_BROWSER = "Văn bản được giữ cho trình duyệt này đến khi bạn xóa."
KEPT_SESSION = "Đây là bản dùng thử: mọi văn bản của bạn bị xóa hẳn khi bạn rời trang."
DROP = "Thả tệp vào đây"
FORMATS = "Word (.docx, .doc), PDF, bản quét, ODT, RTF, trang web, văn bản thuần, hoặc ZIP; mỗi tệp tối đa 50 MB."

READING = "đang đọc…"
WAITING = "chờ đọc"
READ = "đã đọc: {articles} điều"
READ_SECTIONS = "đã đọc: {articles} mục"
FAILED = "không đọc được"
PROGRESS = "Tình hình từng tệp"

PREVIEW = "Xem lại trước khi lưu"
CHOOSE = "Văn bản đang chờ lưu"
TITLE = "Tên văn bản"
NUMBER = "Số, ký hiệu"
KIND = "Loại"
ISSUER = "Cơ quan ban hành"
ISSUED = "Ngày ban hành (ngày/tháng/năm)"
EFFECTIVE = "Ngày có hiệu lực (ngày/tháng/năm)"
CONTENTS = "Mục lục nhận ra được ({articles} điều, {clauses} khoản, {points} điểm)"
CONTENTS_SECTIONS = "Các mục nhận ra được ({articles})"
WARNINGS = "Cần xem lại"
REMARKS = "Khi lưu"
SAVE = "Lưu"
SAVE_ALL = "Lưu tất cả"
SKIP = "Bỏ qua"
BAD_DATE = "Ngày “{text}” không đúng. Hãy viết như 20/11/2019, hoặc để trống."
SAVED = "Đã lưu “{title}”. Có thể tra cứu ngay."
SAVED_ALL = "Đã lưu {count} văn bản. Có thể tra cứu ngay."
SKIPPED = "Đã bỏ qua “{title}”; không có gì được lưu."

LIST = "Kho của bạn"
EMPTY = "Kho của bạn chưa có văn bản nào."
COUNT = "{articles} điều"
WHICH = "Chọn văn bản"
OPEN = "Mở"
REMOVE = "Gỡ bỏ"
ERASE = "Xóa hẳn"
REMOVED_LABEL = "Vừa gỡ hoặc vừa thay"
UNDO = "Hoàn tác"
REMOVED = "Đã gỡ “{title}”. Hoàn tác được trong {minutes} phút, sau đó bị xóa hẳn."
ERASED = "Đã xóa hẳn “{title}”: văn bản, chỉ mục và mọi bản cũ."
UNDONE = "Đã lấy lại “{title}”."
REMOVED_ENTRY = "{title} (đã gỡ)"
REPLACED_ENTRY = "{title} (bản trước, {articles} điều)"
NOTHING_CHOSEN = "Hãy chọn một văn bản."
NO_LONGER = "Văn bản này không còn chờ lưu. Hãy chọn lại tệp."

EMBEDDING = "Đang lập chỉ mục theo nghĩa: {done} trên {total} đoạn{left}. Tra cứu theo từ ngữ đã dùng được."
LEFT = ", còn khoảng {time}"
SECONDS = "{count} giây"
MINUTES = "{count} phút"
UNEXPECTED = "Có lỗi ngoài dự kiến. Văn bản trong kho không bị ảnh hưởng; hãy thử lại."

UPLOAD_WORDS = {
    "upload_text.drop_file": DROP,
    "upload_text.drop_files": DROP,
    "upload_text.click_to_upload": "bấm để chọn tệp",
    "upload_text.or": "hoặc",
    "common.or": "hoặc",
    "file.uploading": "Đang tải lên…",
}
