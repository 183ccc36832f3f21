"""Everyday words, and what statutes call the same: "đuổi việc" is "sa thải" in the Labour Code.

Texts hold the statute's words only, and a small encoder does not know all others. They are
read in addition to what was typed, and like every reading can be revoked.

Written by hand from what the words mean in Vietnamese, before any question was measured with
them; only phrases that mean one thing in a legal question.
"""

from __future__ import annotations

import re
from functools import cache

from corpus.encoding import normalise

from .diacritics import Edit

# phrase|phrase = what statutes say
_MEANINGS = """
# Lao động
đuổi việc|bị sa thải|cho nghỉ việc|cho thôi việc ngang = sa thải, đơn phương chấm dứt hợp đồng lao động
đuổi khỏi công ty = sa thải, đơn phương chấm dứt hợp đồng lao động
nghỉ ngang|nghỉ việc ngang|bỏ việc = đơn phương chấm dứt hợp đồng lao động trái pháp luật
xin nghỉ việc|muốn nghỉ việc = đơn phương chấm dứt hợp đồng lao động, thời hạn báo trước
nghỉ đẻ|nghỉ sinh|nghỉ sanh|nghỉ hộ sản = nghỉ thai sản
mang bầu|đang bầu = mang thai
nghỉ phép|phép năm|ngày phép = nghỉ hằng năm
tăng ca|làm ngoài giờ|làm overtime = làm thêm giờ
ca đêm = làm việc vào ban đêm
nợ lương|chậm lương|quỵt lương|giam lương = kỳ hạn trả lương, trả lương chậm
trừ lương|cắt lương = khấu trừ tiền lương
ứng lương|ứng trước lương = tạm ứng tiền lương
thưởng tết|lương tháng 13|tháng lương thứ 13 = thưởng
sếp|ông chủ|bà chủ|chủ công ty|chủ xưởng = người sử dụng lao động
osin|ô sin = lao động là người giúp việc gia đình
về hưu|nghỉ hưu sớm|lãnh lương hưu = tuổi nghỉ hưu
nghỉ làm tập thể = đình công
làm mẻ|làm hỏng đồ|làm hư đồ|làm hư máy = bồi thường thiệt hại, làm hư hỏng dụng cụ, thiết bị
giữ bằng gốc = giữ bản chính văn bằng, chứng chỉ
trẻ em đi làm|lao động nhí = lao động chưa thành niên
tai nạn khi làm việc|tai nạn lúc làm = tai nạn lao động
chuyển chỗ làm|điều đi làm việc khác|chuyển sang việc khác = chuyển người lao động làm công việc khác
cho mượn nhân viên = cho thuê lại lao động
# Hôn nhân, gia đình, thừa kế
ly dị|li dị|bỏ vợ|bỏ chồng|thôi nhau = ly hôn
lấy vợ|lấy chồng|cưới vợ|cưới chồng|cưới nhau|đám cưới = kết hôn
cặp bồ|ngoại tình|bồ nhí|vợ bé = chung sống như vợ chồng với người khác, vi phạm chế độ một vợ, một chồng
giành con|giành quyền nuôi con|quyền nuôi con = trực tiếp nuôi con
con rơi = con ngoài giá thú, xác định cha, mẹ, con
đẻ thuê|đẻ mướn|mang bầu hộ = mang thai hộ
gia tài|của để lại|tài sản để lại|đất ông bà để lại|nhà bố mẹ để lại = di sản thừa kế
chia gia tài|chia tài sản cha mẹ để lại = chia di sản, người thừa kế theo pháp luật
không cho hưởng|không cho con hưởng = truất quyền hưởng di sản
trăn trối|dặn miệng = di chúc miệng
viết di chúc tay|di chúc viết tay = di chúc bằng văn bản không có người làm chứng
đánh vợ|đánh đập vợ|bạo hành = bạo lực gia đình, ngược đãi, hành hạ
bỏ rơi con|vứt con = vứt bỏ con mới đẻ
# Tài sản, hợp đồng, bồi thường
sổ đỏ|sổ hồng|bìa đỏ = giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất
giấy tờ đất = giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất
sang tên = đăng ký chuyển quyền
tiền cọc|mất cọc|bỏ cọc|trả cọc = đặt cọc
cầm đồ|cầm xe|cầm điện thoại = cầm cố tài sản
cắm sổ|cầm sổ|thế sổ = thế chấp tài sản
quỵt nợ|xù nợ|bùng nợ|giật nợ|không chịu trả nợ|vay không trả = nghĩa vụ trả nợ của bên vay
cho vay nặng lãi|vay nặng lãi|tín dụng đen|lãi cắt cổ = lãi suất, cho vay lãi nặng trong giao dịch dân sự
vay nóng = lãi suất, cho vay lãi nặng trong giao dịch dân sự
giấy nợ|giấy vay tiền|cho mượn tiền|mượn tiền = hợp đồng vay tài sản
cho tặng = tặng cho tài sản
lấy lại nhà|đòi lại nhà|đuổi khỏi nhà trọ = đơn phương chấm dứt hợp đồng thuê, trả lại tài sản thuê
làm giấy ủy quyền|nhờ người khác làm thay = hợp đồng ủy quyền, đại diện theo ủy quyền
nhặt được|lượm được|nhặt được của rơi = tài sản do người khác đánh rơi, bỏ quên
đào được|đào trúng = tài sản bị chôn, giấu, bị vùi lấp được tìm thấy
chuyển khoản nhầm|chuyển nhầm tiền = nghĩa vụ hoàn trả, được lợi về tài sản không có căn cứ pháp luật
nhận nhầm tiền = nghĩa vụ hoàn trả, được lợi về tài sản không có căn cứ pháp luật
hàng xóm|nhà bên cạnh|nhà kế bên|nhà hàng xóm = chủ sở hữu bất động sản liền kề
lấn đất|lấn ranh|lấn sang đất = ranh giới giữa các bất động sản, lấn, chiếm đất
đường đi chung|bịt lối đi|chặn lối đi|không có lối ra = quyền về lối đi qua
chó cắn|trâu húc|bò húc|súc vật cắn = bồi thường thiệt hại do súc vật gây ra
cây đổ|cây ngã|cây gãy|nhánh cây rơi = bồi thường thiệt hại do cây cối gây ra
nhà sập|tường đổ|tường sập|rơi vật liệu = bồi thường thiệt hại do nhà cửa, công trình xây dựng khác gây ra
đền tiền|bắt đền|đền bù|phải đền|đòi đền = bồi thường thiệt hại
nói xấu|bốc phốt|bôi nhọ|chửi bới|lăng mạ|sỉ nhục = xúc phạm danh dự, nhân phẩm, uy tín; vu khống
đăng ảnh người khác|tung ảnh|lộ ảnh|đăng hình = quyền của cá nhân đối với hình ảnh
đọc trộm tin nhắn|xem trộm điện thoại|lộ thông tin cá nhân = quyền về đời sống riêng tư, bí mật cá nhân
chuyển giới = chuyển đổi giới tính, xác định lại giới tính
bị tâm thần|bị điên|mất trí|bị lẫn|lú lẫn = mất năng lực hành vi dân sự
đi biệt tích|đi mất tích|bỏ đi biệt|bặt vô âm tín = tuyên bố mất tích, thông báo tìm kiếm người vắng mặt
bỏ nhà đi không về = tuyên bố mất tích, thông báo tìm kiếm người vắng mặt
lừa ký|bị ép ký|bị lừa ký = giao dịch dân sự vô hiệu do bị lừa dối, đe dọa, cưỡng ép
giả vờ bán|bán giả|mua bán giả = giao dịch dân sự vô hiệu do giả tạo
chơi hụi|giật hụi|bể hụi|vỡ hụi|chơi họ = họ, hụi, biêu, phường
vỡ nợ = mất khả năng thanh toán
hùn vốn|hùn tiền|góp tiền làm ăn = góp vốn, hợp đồng hợp tác
# Hình sự
đi tù|ở tù|ngồi tù|bóc lịch|tù mấy năm|tù bao nhiêu năm|bị bỏ tù = phạt tù
tội chết|xử tử = tử hình
ăn trộm|ăn cắp|trộm đồ|trộm xe|trộm chó|móc túi|lấy trộm|chôm = trộm cắp tài sản
giật đồ|giật điện thoại|giật túi|giật dây chuyền = cướp giật tài sản
trấn lột|bảo kê|tống tiền|xin đểu|đòi tiền bảo kê = cưỡng đoạt tài sản
lừa tiền|lừa lấy tiền|lừa bán = lừa đảo chiếm đoạt tài sản
mượn rồi không trả|vay rồi bỏ trốn|ôm tiền bỏ trốn = lạm dụng tín nhiệm chiếm đoạt tài sản
đập phá|phá đồ|đốt nhà|đốt xe = hủy hoại hoặc cố ý làm hư hỏng tài sản
đánh người|đánh nhau|đâm người|chém người = cố ý gây thương tích hoặc gây tổn hại cho sức khỏe của người khác
đánh bị thương|đánh gãy tay = cố ý gây thương tích hoặc gây tổn hại cho sức khỏe của người khác
đánh chết người|đâm chết = giết người
lỡ tay = vô ý làm chết người, vô ý gây thương tích
chống trả = phòng vệ chính đáng
say rượu|say xỉn|nhậu say|nhậu xỉn|xỉn|đang say = say do dùng rượu, bia; nồng độ cồn
cưỡng hiếp|cưỡng bức quan hệ|ép quan hệ = hiếp dâm, cưỡng dâm
sàm sỡ|sờ soạng = dâm ô, quấy rối tình dục
quan hệ với trẻ em|quan hệ với người dưới 16 = giao cấu với người từ đủ 13 tuổi đến dưới 16 tuổi
nhốt người|bắt nhốt = bắt, giữ hoặc giam người trái pháp luật
xông vào nhà|đột nhập|phá khóa vào nhà = xâm phạm chỗ ở của người khác
mua bán thận|bán thận|bán nội tạng = mua bán mô hoặc bộ phận cơ thể người
hút chích|chơi ma túy|chơi đồ|đập đá|bay lắc|cắn thuốc = sử dụng trái phép chất ma túy
bán ma túy|buôn ma túy|bán thuốc lắc|bán cần sa = mua bán trái phép chất ma túy
giữ ma túy|cất ma túy|có ma túy trong người = tàng trữ trái phép chất ma túy
trồng cần sa|trồng thuốc phiện = trồng cây có chứa chất ma túy
cờ bạc|đánh đề|số đề|lô đề|cá độ|cá cược|đánh bài ăn tiền|chơi bài ăn tiền|đá gà = đánh bạc
chứa bạc|mở sòng|sòng bạc = tổ chức đánh bạc, gá bạc
gái gọi|bán dâm|dắt gái|ma cô = môi giới mại dâm, chứa mại dâm
đút lót|lót tay|phong bì = đưa hối lộ, nhận hối lộ
ăn chặn|bỏ túi tiền công = tham ô tài sản
hàng nhái|hàng dởm = sản xuất, buôn bán hàng giả
hàng lậu = buôn lậu
tổ chức đua xe = đua xe trái phép
tông xe|tông chết|đụng xe|đâm xe|cán chết = vi phạm quy định về tham gia giao thông đường bộ
bỏ chạy sau tai nạn|tông rồi bỏ chạy|gây tai nạn rồi bỏ trốn = bỏ chạy để trốn tránh trách nhiệm
đánh công an|chống công an|chửi công an = chống người thi hành công vụ
trốn nghĩa vụ|trốn lính|trốn đi bộ đội = trốn tránh nghĩa vụ quân sự
vượt biên = xuất cảnh, nhập cảnh trái phép
thấy chết không cứu = không cứu giúp người đang ở trong tình trạng nguy hiểm đến tính mạng
khai man|khai gian|làm chứng gian|làm chứng giả = khai báo gian dối
bao che = che giấu tội phạm
không tố cáo = không tố giác tội phạm
hack|hack tài khoản|xâm nhập máy tính|lấy cắp tài khoản = xâm nhập trái phép vào mạng máy tính, mạng viễn thông
bằng giả|giấy tờ giả|làm giả giấy tờ|con dấu giả = làm giả con dấu, tài liệu của cơ quan, tổ chức
bói toán|thầy bói = hành nghề mê tín, dị đoan
vị thành niên|trẻ vị thành niên|chưa đủ 18 = người dưới 18 tuổi
sạch án|xóa tiền án = xóa án tích
tù treo = án treo
ra tù sớm|được thả sớm|giảm án = tha tù trước thời hạn có điều kiện, giảm mức hình phạt đã tuyên
ra đầu thú = tự thú, đầu thú
đồng bọn|người giúp sức = đồng phạm
# Tố tụng
đi kiện|kiện ra tòa|thưa kiện|đâm đơn kiện = khởi kiện
nộp đơn kiện ở đâu|kiện ở đâu = thẩm quyền của Tòa án
tiền tòa|tiền án phí|phí kiện = án phí, tạm ứng án phí
rút đơn kiện|bãi nại = rút đơn khởi kiện, rút yêu cầu
kháng án|chống án = kháng cáo
bắt giam|giam bao lâu|giam mấy ngày = tạm giam
tại ngoại|đóng tiền tại ngoại = bảo lĩnh, đặt tiền để bảo đảm
khám nhà|lục soát nhà|xét nhà = khám xét chỗ ở
nghe lén|ghi âm lén = ghi âm bí mật, nghe điện thoại bí mật
bị bắt oan|xử oan|án oan = người bị buộc tội oan, bồi thường thiệt hại
ép cung = bức cung, dùng nhục hình
không đến tòa|không ra tòa = xét xử vắng mặt
đóng băng tài khoản = phong tỏa tài khoản
giám định thương tật = trưng cầu giám định
nhân chứng = người làm chứng
# Giao thông, giấy tờ, kinh doanh
tài xế|bác tài = người điều khiển phương tiện, người lái xe
bằng lái|bằng lái xe = giấy phép lái xe
cà vẹt|cavet|giấy tờ xe = giấy đăng ký xe
xe hơi|xế hộp = xe ô tô
xe máy = xe mô tô, xe gắn máy
nón bảo hiểm = mũ bảo hiểm
xi nhan|bật xi nhan = tín hiệu báo hướng rẽ
vượt đèn đỏ = không chấp hành hiệu lệnh của đèn tín hiệu giao thông
uống rượu lái xe|uống bia lái xe = điều khiển xe trên đường mà trong máu hoặc hơi thở có nồng độ cồn
nhậu rồi lái xe|thổi nồng độ = điều khiển xe trên đường mà trong máu hoặc hơi thở có nồng độ cồn
xe không chính chủ|không sang tên xe = không làm thủ tục đăng ký sang tên xe
chở ba|kẹp ba|tống ba|chở 3 = chở theo từ 03 người trở lên
phạt nguội = phương tiện, thiết bị kỹ thuật nghiệp vụ phát hiện vi phạm hành chính
giam xe = tạm giữ phương tiện
sổ hộ khẩu = đăng ký thường trú
chứng minh thư = chứng minh nhân dân, căn cước công dân
đi bộ đội|đi nghĩa vụ = nghĩa vụ quân sự, nhập ngũ
mở công ty|lập công ty = thành lập doanh nghiệp, đăng ký doanh nghiệp
mở tiệm|mở quán|buôn bán nhỏ = hộ kinh doanh
đóng thuế = nộp thuế
thương hiệu = nhãn hiệu
bản quyền = quyền tác giả
xây nhà không phép|xây trái phép = không có giấy phép xây dựng
rút bảo hiểm|rút bảo hiểm một lần|rút bhxh = bảo hiểm xã hội một lần
tiền thất nghiệp|lãnh thất nghiệp = trợ cấp thất nghiệp
# Hàng hải
chìm tàu|đắm tàu = tổn thất, trục vớt tài sản chìm đắm
đụng tàu|tàu đâm nhau|tàu va nhau = tai nạn đâm va
người đi tàu|dân đi tàu = thuyền viên
kéo tàu = lai dắt tàu biển
cứu tàu = cứu hộ hàng hải
mất hàng trên tàu|hư hàng trên tàu = trách nhiệm của người vận chuyển, mất mát, hư hỏng hàng hóa
hỏng hàng trên tàu = trách nhiệm của người vận chuyển, mất mát, hư hỏng hàng hóa
"""


def everyday(text: str) -> list[Edit]:
    """Give the everyday phrases of a text, each with the statute's words that the text lacks; in order, none overlap.

    Of two phrases that begin at the same word the longer is meant, and what the same words
    explain is given once.
    """
    pattern, meanings = _lexicon()
    found, given = list[Edit](), set[str]()
    for match in pattern.finditer(text):
        meaning = meanings.get(match[0].lower(), "")
        if meaning not in given and meaning.lower() not in text.lower():
            given.add(meaning)
            found.append(Edit(match.start(), match.end(), meaning))
    return found


def added(text: str, edits: list[Edit]) -> str:
    """Give the text with the statute's words behind it."""
    return f"{text} ({'; '.join(edit.text for edit in edits)})" if edits else text


@cache
def _lexicon() -> tuple[re.Pattern[str], dict[str, str]]:
    meanings: dict[str, str] = {}
    for line in normalise(_MEANINGS).strip().splitlines():
        phrases, _, meaning = line.partition(" = ")
        if meaning:
            meanings |= dict.fromkeys(phrases.lower().split("|"), meaning)
    longest_first = sorted(map(re.escape, meanings), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.I), meanings
