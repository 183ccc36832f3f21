"""What the working folder, the history and exported files say, in both languages."""

from __future__ import annotations


class Desk:
    """Vietnamese."""

    FOLDER = "Hồ sơ của bạn"
    FOLDER_INTRO = "Những điều luật bạn đã ghim, theo thứ tự bạn xếp, cùng ghi chú của bạn. Chỉ bạn thấy chúng."
    FOLDER_COUNT = "{count} điều đã ghim"
    FOLDER_EMPTY = "Hồ sơ chưa có điều nào. Ở kết quả tra cứu, bấm “Ghim” để giữ một điều luật lại đây."
    NOTHING_KEPT = "Máy này không giữ hồ sơ và lịch sử riêng của người dùng."
    OPEN = "Mở"
    UP = "Lên"
    DOWN = "Xuống"
    REMOVE = "Bỏ ghim"
    ABOUT = "{action}: {what}"
    NOTE = "Ghi chú"
    NOTE_OF = "Ghi chú cho {what}"
    SAVE_NOTE = "Lưu ghi chú"
    GONE = "Văn bản này không còn trong kho"
    MOVED = "Đã chuyển {what} đến vị trí {place}."
    UNPINNED = "Đã bỏ ghim {what}."
    NOTED = "Đã lưu ghi chú cho {what}."
    CLEAR = "Xóa cả hồ sơ…"
    CLEAR_SURE = "Bỏ ghim mọi điều ({count}) cùng mọi ghi chú? Không lấy lại được."
    CLEAR_YES = "Xóa hẳn"
    CLEARED = "Đã xóa cả hồ sơ."

    EXPORT = "Tải hồ sơ về máy"
    FORMATS = {
        "docx": "Word (.docx)",
        "pdf": "PDF",
        "md": "Markdown",
        "csv": "Bảng tính (.csv)",
    }
    EXPORTED = "Đã làm xong tệp {name}."
    FILE_FOLDER = "ho-so"
    FILE_JUDGEMENTS = "danh-gia"

    FOLDER_TITLE = "HỒ SƠ TRA CỨU PHÁP LUẬT"
    MADE_ON = "Lập ngày {day}"
    DOCUMENT = "Văn bản"
    IN_FORCE = "Hiệu lực"
    AMENDED = "Sửa đổi"
    TEXT = "Nội dung"
    TEXT_MORE = "Nội dung (tiếp)"
    LINK = "Mở trong Tra Luật"
    SOURCE = "Nguồn"
    ORDER = "STT"
    CITATION = "Trích dẫn"
    HEADING = "Điều luật"
    NUMBER = "số {number}"
    DATED = "ngày {day}"
    MISSING = "{box}: ký tự mà phông chữ của tệp PDF không có; tệp Word giữ nguyên nó."

    HISTORY = "Câu hỏi đã tra"
    HISTORY_INTRO = "Chỉ bạn thấy lịch sử này. Bấm một câu hỏi để tra lại với đúng bộ lọc khi đó."
    HISTORY_FIND = "Tìm trong lịch sử"
    HISTORY_EMPTY = "Chưa có câu hỏi nào được ghi lại."
    HISTORY_NONE = "Không có câu hỏi nào chứa “{text}”."
    HISTORY_FOUND = "{count} câu hỏi"
    ASKED = "{when}, {found} kết quả"
    FORGET = "Xóa"
    FORGOTTEN = "Đã xóa câu hỏi khỏi lịch sử."
    FORGET_ALL = "Xóa cả lịch sử…"
    FORGET_ALL_SURE = "Xóa mọi câu hỏi đã ghi lại? Không lấy lại được."
    FORGET_ALL_YES = "Xóa hẳn"
    FORGOTTEN_ALL = "Đã xóa cả lịch sử."
    REMEMBER = "Ghi lại câu hỏi tôi tra"
    REMEMBERING = "Từ giờ câu hỏi được ghi lại."
    NOT_REMEMBERING = "Từ giờ không ghi câu hỏi nào. Những câu đã ghi vẫn còn; xóa chúng ở cuối danh sách."

    JUDGEMENTS = "Đánh giá của bạn"
    JUDGEMENTS_INTRO = (
        "Bấm “Đúng” hay “Không đúng” ở một kết quả là một đánh giá. Đánh giá chỉ nằm trên máy này; "
        "tải về để huấn luyện lại mô hình xếp hạng bằng “python -m reranker train --rows”."
    )
    JUDGEMENTS_COUNT = "{count} đánh giá: {right} đúng, {wrong} không đúng, cho {questions} câu hỏi."
    JUDGEMENTS_NONE = "Chưa có đánh giá nào."
    JUDGEMENTS_EXPORT = "Tải đánh giá về (.jsonl)"
    JUDGEMENTS_CLEAR = "Xóa mọi đánh giá…"
    JUDGEMENTS_SURE = "Xóa mọi đánh giá ({count})? Không lấy lại được."
    JUDGEMENTS_YES = "Xóa hẳn"
    JUDGEMENTS_CLEARED = "Đã xóa mọi đánh giá."

    UNEXPECTED = "Có lỗi ngoài dự kiến. Hồ sơ và lịch sử của bạn không bị ảnh hưởng; hãy thử lại."


class DeskEnglish(Desk):
    """English."""

    FOLDER = "Your folder"
    FOLDER_INTRO = "The articles that you pinned, in your order, with your notes. Only you see them."
    FOLDER_COUNT = "Pinned articles: {count}"
    FOLDER_EMPTY = "The folder is empty. Press “Pin” at a search result to keep an article here."
    NOTHING_KEPT = "This machine keeps no folder and no history of its users."
    OPEN = "Open"
    UP = "Up"
    DOWN = "Down"
    REMOVE = "Unpin"
    ABOUT = "{action}: {what}"
    NOTE = "Note"
    NOTE_OF = "Note on {what}"
    SAVE_NOTE = "Save note"
    GONE = "This document is no longer in the library"
    MOVED = "{what} is now at place {place}."
    UNPINNED = "{what} is no longer pinned."
    NOTED = "The note on {what} is saved."
    CLEAR = "Empty the folder…"
    CLEAR_SURE = "Unpin all articles ({count}) and erase all notes? This cannot be undone."
    CLEAR_YES = "Erase for good"
    CLEARED = "The folder is empty now."

    EXPORT = "Download the folder"
    FORMATS = {
        "docx": "Word (.docx)",
        "pdf": "PDF",
        "md": "Markdown",
        "csv": "Spreadsheet (.csv)",
    }
    EXPORTED = "The file {name} is ready."
    FILE_FOLDER = "legal-folder"
    FILE_JUDGEMENTS = "judgements"

    FOLDER_TITLE = "LEGAL RESEARCH FOLDER"
    MADE_ON = "Made on {day}"
    DOCUMENT = "Document"
    IN_FORCE = "Validity"
    AMENDED = "Amendments"
    TEXT = "Text"
    TEXT_MORE = "Text (continued)"
    LINK = "Open in Tra Luật"
    SOURCE = "Source"
    ORDER = "No."
    CITATION = "Citation"
    HEADING = "Article"
    NUMBER = "No. {number}"
    DATED = "dated {day}"
    MISSING = "{box}: a character that the typeface of this PDF lacks; the Word file keeps it."

    HISTORY = "Questions asked"
    HISTORY_INTRO = "Only you see this history. Press a question to ask it again with the filters it had."
    HISTORY_FIND = "Find in history"
    HISTORY_EMPTY = "No question has been kept yet."
    HISTORY_NONE = "No question contains “{text}”."
    HISTORY_FOUND = "Questions: {count}"
    ASKED = "{when}, results: {found}"
    FORGET = "Erase"
    FORGOTTEN = "The question is erased from the history."
    FORGET_ALL = "Erase the history…"
    FORGET_ALL_SURE = "Erase every question that was kept? This cannot be undone."
    FORGET_ALL_YES = "Erase for good"
    FORGOTTEN_ALL = "The history is erased."
    REMEMBER = "Keep the questions I ask"
    REMEMBERING = "Questions are kept from now on."
    NOT_REMEMBERING = "No question is kept from now on. Those kept before stay; erase them below the list."

    JUDGEMENTS = "Your judgements"
    JUDGEMENTS_INTRO = (
        "Pressing “Right” or “Not right” at a result is a judgement. Judgements stay on this machine; "
        "download them to train the ranking model anew with “python -m reranker train --rows”."
    )
    JUDGEMENTS_COUNT = "Judgements: {count} ({right} right, {wrong} wrong); questions: {questions}."
    JUDGEMENTS_NONE = "Nothing has been judged yet."
    JUDGEMENTS_EXPORT = "Download judgements (.jsonl)"
    JUDGEMENTS_CLEAR = "Erase all judgements…"
    JUDGEMENTS_SURE = "Erase all judgements ({count})? This cannot be undone."
    JUDGEMENTS_YES = "Erase for good"
    JUDGEMENTS_CLEARED = "All judgements are erased."

    UNEXPECTED = "Something unexpected went wrong. Your folder and history are unharmed; try again."
