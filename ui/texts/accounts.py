"""What signing in says, in both languages; the commands that keep the accounts speak Vietnamese only."""

from __future__ import annotations


class Accounts:
    """Vietnamese."""

    SIGN_IN = "Đăng nhập"
    SIGN_OUT = "Đăng xuất"
    SIGNED_IN_AS = "Đang dùng tài khoản {name}"
    INVITATION = "Trang này chỉ dành cho người có tài khoản. Hãy xin tài khoản của người quản trị."
    NAME = "Tên tài khoản"
    PASSWORD = "Mật khẩu"
    WRONG = "Tên tài khoản hoặc mật khẩu không đúng."
    TOO_OFTEN = "Đã sai quá nhiều lần. Hãy thử lại sau {seconds} giây."
    OUT_OF_ORDER = "Danh sách tài khoản đang có lỗi, nên chưa ai đăng nhập được. Hãy báo người quản trị."
    SIGN_IN_FIRST = "Hãy đăng nhập trước."
    OTHER_LANGUAGE = "English"

    HUB_SIGN_IN = "Đăng nhập bằng Hugging Face"
    HUB_TO_KEEP = "để giữ hồ sơ, lịch sử và văn bản của bạn."
    HUB_TO_KEEP_A_WHILE = "để giữ hồ sơ, lịch sử và văn bản của bạn đến khi ứng dụng khởi động lại."
    HUB_KEPT = "Hồ sơ, lịch sử và văn bản của bạn được giữ đến khi bạn xóa."
    HUB_KEPT_A_WHILE = "Hồ sơ, lịch sử và văn bản của bạn chỉ được giữ đến khi ứng dụng khởi động lại."
    HUB_NOT_IN = "Chưa đăng nhập được"
    HUB_DENIED = "Hugging Face cho biết bạn không đồng ý, nên bạn chưa đăng nhập."
    HUB_FAILED = (
        "Hugging Face không trả lời, hoặc trả lời sai. Hãy thử lại sau ít phút. Trong lúc đó bạn vẫn tra cứu được mà "
        "không cần đăng nhập."
    )
    HUB_NOT_REMEMBERED = (
        "Lần đăng nhập này đã cũ, không phải do bạn bắt đầu, hoặc trình duyệt không giữ cookie của trang này. Hãy cho "
        "phép cookie rồi đăng nhập lại."
    )
    HUB_AGAIN = "Đăng nhập lại"
    HUB_BACK = "Về trang tra cứu"


class AccountsEnglish(Accounts):
    """English."""

    SIGN_IN = "Sign in"
    SIGN_OUT = "Sign out"
    SIGNED_IN_AS = "Signed in as {name}"
    INVITATION = "This page is for people with an account. Ask its administrator for one."
    NAME = "Account name"
    PASSWORD = "Password"
    WRONG = "Wrong account name or password."
    TOO_OFTEN = "Too many wrong attempts. Try again in {seconds} seconds."
    OUT_OF_ORDER = "The list of accounts is broken, so nobody can sign in. Please tell the administrator."
    SIGN_IN_FIRST = "Sign in first."
    OTHER_LANGUAGE = "Tiếng Việt"

    HUB_SIGN_IN = "Sign in with Hugging Face"
    HUB_TO_KEEP = "to keep your folder, history and documents."
    HUB_TO_KEEP_A_WHILE = "to keep your folder, history and documents until the application restarts."
    HUB_KEPT = "Your folder, history and documents are kept until you erase them."
    HUB_KEPT_A_WHILE = "Your folder, history and documents are kept only until the application restarts."
    HUB_NOT_IN = "Not signed in"
    HUB_DENIED = "Hugging Face says that you did not agree, so you are not signed in."
    HUB_FAILED = (
        "Hugging Face did not answer, or answered wrongly. Try again in a few minutes. Meanwhile you can go on looking "
        "things up without signing in."
    )
    HUB_NOT_REMEMBERED = (
        "This attempt is too old, was not begun by you, or the browser keeps no cookies of this page. Allow cookies, "
        "then sign in again."
    )
    HUB_AGAIN = "Sign in again"
    HUB_BACK = "Back to the search"


BAD_FILE = "Tệp tài khoản {path} không dùng được: {reason}."
NOT_READ = "không đọc được"
BAD_LINE = "dòng {line} phải có dạng tên:mã"
TWICE = "tên ở dòng {line} đã có ở trên"
NOBODY = "chưa có tài khoản nào; hãy thêm bằng python -m ui.accounts add TÊN"

PURPOSE = "Giữ danh sách tài khoản của Tra Luật (tệp nêu trong TRALUAT_ACCOUNTS)."
NO_FILE = "Hãy nêu tệp tài khoản: đặt TRALUAT_ACCOUNTS, hoặc dùng --file."
BAD_NAME = "Tên tài khoản dài 1–64 ký tự, không có dấu hai chấm, không bắt đầu bằng dấu thăng."
SHORT_PASSWORD = "Mật khẩu phải có ít nhất {least} ký tự."
DIFFERENT = "Hai lần nhập mật khẩu không giống nhau."
AGAIN = "Nhập lại mật khẩu: "
ASK = "Mật khẩu của {name}: "
ADDED = "Đã ghi tài khoản {name}."
REMOVED = "Đã bỏ tài khoản {name}; các phiên đang mở của tài khoản này kết thúc."
UNKNOWN = "Không có tài khoản {name}."
