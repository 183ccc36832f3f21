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
