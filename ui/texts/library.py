"""What the page of the library's state says, in both languages."""

from __future__ import annotations


class Library:
    """Vietnamese."""

    TITLE = "Tình trạng thư viện"
    INTRO = "Kho có gì, mới đến đâu, chỉ mục đã đủ chưa, và mô hình nào xếp hạng kết quả."

    CAUTIONS = "Điều cần biết"
    ALL_WELL = "Không có gì bất thường."
    CAUTION = {
        "empty": "Kho chưa có văn bản nào, nên chưa thể trả lời.",
        "no_reranker": "Không có mô hình xếp hạng lại: kết quả chỉ theo bước tìm đầu tiên.",
        "no_calibration": "Không có tệp hiệu chỉnh của mô hình: đừng coi độ phù hợp là xác suất.",
        "other_calibration": "Độ phù hợp được hiệu chỉnh cho mô hình khác với mô hình đang dùng: hãy dè dặt với nó.",
        "vectors_missing": "Một số đoạn chưa có vectơ, nên chỉ tìm được theo từ ngữ.",
        "index_behind": "Kho có thay đổi mà chỉ mục chưa theo kịp.",
        "undated": "Một số văn bản không rõ ngày ban hành hoặc ngày có hiệu lực.",
        "unnumbered": "Một số văn bản không có số, nên văn bản khác không gọi tên chúng được.",
        "status_unknown": "Một số văn bản không rõ còn hiệu lực hay không.",
        "read_only": "Kho chỉ đọc được: không thêm, không giữ được gì.",
    }
    PERSISTENT = "Dữ liệu nằm trên ổ lưu lâu dài, còn nguyên sau khi khởi động lại."
    NOT_PERSISTENT = "Máy này không có ổ lưu lâu dài: mọi thứ được thêm sẽ mất khi ứng dụng khởi động lại."

    HOLDINGS = "Kho"
    DOCUMENTS = "Văn bản"
    ARTICLES = "Điều"
    PASSAGES = "Đoạn"
    KINDS = "Theo loại"
    STATUSES = "Theo hiệu lực"
    COLLECTIONS = "Theo kho"
    PUBLIC = "Chung cho mọi người"
    OWN = "Của riêng bạn"
    OTHER = "Không rõ"

    FRESHNESS = "Độ mới"
    NEWEST_ISSUED = "Ngày ban hành mới nhất"
    NEWEST_EFFECTIVE = "Ngày có hiệu lực mới nhất"
    WITHOUT_ISSUE = "Không rõ ngày ban hành"
    WITHOUT_EFFECT = "Không rõ ngày có hiệu lực"
    WITHOUT_NUMBER = "Không có số"
    LATEST = "Thêm hoặc thay gần đây nhất"

    INDEX = "Chỉ mục"
    BY_WORDS = "Tìm theo từ ngữ (BM25)"
    BY_MEANING = "Tìm theo nghĩa (vectơ)"
    OF = "{done} trên {total} đoạn"
    REVISION = "Phiên bản của kho mà chỉ mục đang theo"
    EMBEDDING = "Đang lập vectơ: {done} trên {total} đoạn."

    MODELS = "Mô hình"
    ROLE = {"retriever": "Tìm theo nghĩa", "reranker": "Xếp hạng lại"}
    NAME = "Tên"
    PARAMETERS = "Tham số"
    TOKENS = "Độ dài đọc được"
    TOKEN_COUNT = "{count} token"
    FINGERPRINT = "Dấu nhận dạng"
    CARD = "Thẻ mô hình"
    TABLE = "Bảng trong thẻ mô hình"

    THOUSANDS = "."


class LibraryEnglish(Library):
    """English."""

    TITLE = "State of the library"
    INTRO = (
        "What the library holds, how new it is, whether its indexes are complete, and which models rank the results."
    )

    CAUTIONS = "What to know"
    ALL_WELL = "Nothing unusual."
    CAUTION = {
        "empty": "There is no document yet, and so nothing to answer from.",
        "no_reranker": "There is no reranker: results are in the order of the first stage alone.",
        "no_calibration": "There is no calibration of the models: do not take the relevance for a probability.",
        "other_calibration": "The relevance was calibrated with other models than those in use: take it with caution.",
        "vectors_missing": "Some passages have no vector yet and are found by their words only.",
        "index_behind": "The library has changes that the indexes do not show yet.",
        "undated": "Of some documents the date of issue or the effective date is not known.",
        "unnumbered": "Some documents have no number, so that others cannot refer to them.",
        "status_unknown": "Of some documents it is not known whether they are in force.",
        "read_only": "The library is read-only: nothing can be added or kept.",
    }
    PERSISTENT = "The data are on lasting storage and survive a restart."
    NOT_PERSISTENT = "This machine has no lasting storage: whatever is added is lost when the application restarts."

    HOLDINGS = "Holdings"
    DOCUMENTS = "Documents"
    ARTICLES = "Articles"
    PASSAGES = "Passages"
    KINDS = "By kind"
    STATUSES = "By validity"
    COLLECTIONS = "By collection"
    PUBLIC = "Everyone's"
    OWN = "Your own"
    OTHER = "Unknown"

    FRESHNESS = "Freshness"
    NEWEST_ISSUED = "Latest date of issue"
    NEWEST_EFFECTIVE = "Latest effective date"
    WITHOUT_ISSUE = "Without a date of issue"
    WITHOUT_EFFECT = "Without an effective date"
    WITHOUT_NUMBER = "Without a number"
    LATEST = "Added or replaced last"

    INDEX = "Indexes"
    BY_WORDS = "Search by words (BM25)"
    BY_MEANING = "Search by meaning (vectors)"
    OF = "{done} of {total} passages"
    REVISION = "Revision of the library that the indexes show"
    EMBEDDING = "Vectors are being computed: {done} of {total} passages."

    MODELS = "Models"
    ROLE = {"retriever": "Search by meaning", "reranker": "Reranking"}
    NAME = "Name"
    PARAMETERS = "Parameters"
    TOKENS = "Length that it reads"
    TOKEN_COUNT = "{count} tokens"
    FINGERPRINT = "Fingerprint"
    CARD = "Model card"
    TABLE = "Table of the model card"

    THOUSANDS = ","
