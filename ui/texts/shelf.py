"""What the tab with one's own documents says, in both languages."""

from __future__ import annotations


class Shelf:
    """Vietnamese."""

    INTRO = (
        "Thêm nghị định, thông tư, hợp đồng… của bạn để tra cứu cùng các bộ luật. Tệp được đọc ngay trên máy đang chạy "
        "ứng dụng, chỉ bạn thấy chúng, và chỉ giữ phần chữ."
    )
    KEPT_BROWSER = "Văn bản được giữ cho trình duyệt này đến khi bạn xóa."
    KEPT_ACCOUNT = "Văn bản được giữ cho tài khoản của bạn đến khi bạn xóa."
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


class ShelfEnglish(Shelf):
    """English."""

    INTRO = (
        "Add your own decrees, circulars, contracts… and search them together with the codes. Files are read on the "
        "machine that runs the application, nobody else sees them, and only their text is kept."
    )
    KEPT_BROWSER = "Documents are kept for this browser until you erase them."
    KEPT_ACCOUNT = "Documents are kept for your account until you erase them."
    KEPT_SESSION = "This is a demonstration: all your documents are erased when you leave the page."
    DROP = "Drop files here"
    FORMATS = "Word (.docx, .doc), PDF, scans, ODT, RTF, web pages, plain text, or ZIP; at most 50 MB each."
    READING = "being read…"
    WAITING = "waiting"
    READ = "read: {articles} articles"
    READ_SECTIONS = "read: {articles} sections"
    FAILED = "could not be read"
    PROGRESS = "State of each file"
    PREVIEW = "Look before you save"
    CHOOSE = "Documents that wait to be saved"
    TITLE = "Title"
    NUMBER = "Number"
    KIND = "Kind"
    ISSUER = "Issuer"
    ISSUED = "Date of issue (day/month/year)"
    EFFECTIVE = "In force since (day/month/year)"
    CONTENTS = "Contents recognised ({articles} articles, {clauses} clauses, {points} points)"
    CONTENTS_SECTIONS = "Sections recognised ({articles})"
    WARNINGS = "Please check"
    REMARKS = "When saved"
    SAVE = "Save"
    SAVE_ALL = "Save all"
    SKIP = "Skip"
    BAD_DATE = "“{text}” is not a date. Write it like 20/11/2019, or leave it empty."
    SAVED = "“{title}” is saved and can be searched."
    SAVED_ALL = "{count} documents are saved and can be searched."
    SKIPPED = "“{title}” was skipped; nothing was saved."
    LIST = "Your documents"
    EMPTY = "You have no documents yet."
    COUNT = "{articles} articles"
    WHICH = "Choose a document"
    OPEN = "Open"
    REMOVE = "Take out"
    ERASE = "Erase for good"
    REMOVED_LABEL = "Just taken out or replaced"
    UNDO = "Undo"
    REMOVED = "“{title}” is taken out. It can be brought back for {minutes} minutes, then it is erased for good."
    ERASED = "“{title}” is erased for good: text, indexes and all earlier texts."
    UNDONE = "“{title}” is back."
    REMOVED_ENTRY = "{title} (taken out)"
    REPLACED_ENTRY = "{title} (earlier text, {articles} articles)"
    NOTHING_CHOSEN = "Choose a document first."
    NO_LONGER = "This document no longer waits to be saved. Choose the file again."
    EMBEDDING = "Indexing by meaning: {done} of {total} passages{left}. Search by words works already."
    LEFT = ", about {time} left"
    SECONDS = "{count} s"
    MINUTES = "{count} min"
    UNEXPECTED = "Something unexpected went wrong. Your documents are untouched; try again."
