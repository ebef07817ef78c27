"""
What the certificate's pages say in the worker's own language.

Korean and English come from the product's translations; these six only here, for the few
sentences that a worker has to understand. A native reader must check them (README).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_noop as _

LANGUAGES = ("vi", "zh", "ne", "uz", "th", "km")
HELD = "Held"  # has a context of its own among the product's translations

_ROWS: dict[str, tuple[str, str, str, str, str, str]] = {
    _("Your certificate"): (
        "Giấy chứng nhận của bạn", "您的结业证书", "तपाईंको प्रमाणपत्र",
        "Sizning sertifikatingiz", "ใบรับรองของคุณ", "វិញ្ញាបនបត្ររបស់អ្នក",
    ),
    _("Your certificates"): (
        "Các giấy chứng nhận của bạn", "您的结业证书", "तपाईंका प्रमाणपत्रहरू",
        "Sizning sertifikatlaringiz", "ใบรับรองของคุณ", "វិញ្ញាបនបត្ររបស់អ្នក",
    ),
    _("Your certificate is ready"): (
        "Giấy chứng nhận của bạn đã sẵn sàng", "您的结业证书已准备好", "तपाईंको प्रमाणपत्र तयार छ",
        "Sertifikatingiz tayyor", "ใบรับรองของคุณพร้อมแล้ว", "វិញ្ញាបនបត្ររបស់អ្នករួចរាល់ហើយ",
    ),
    _("Please answer one question, so that only you see it."): (
        "Vui lòng trả lời một câu hỏi để chỉ mình bạn xem được.",
        "请回答一个问题，确保只有您本人能看到。",
        "तपाईंले मात्र हेर्न सक्ने गरी कृपया एउटा प्रश्नको उत्तर दिनुहोस्।",
        "Uni faqat siz ko‘rishingiz uchun bitta savolga javob bering.",
        "โปรดตอบหนึ่งคำถาม เพื่อให้มีเพียงคุณที่เห็นได้",
        "សូមឆ្លើយសំណួរមួយ ដើម្បីឱ្យមានតែអ្នកទេដែលអាចមើលឃើញ។",
    ),
    _("Your birth date, 6 digits"): (
        "Ngày sinh của bạn, sáu chữ số (881231)", "您的出生日期，六位数字（881231）",
        "तपाईंको जन्म मिति, छ अंक (881231)", "Tug‘ilgan sanangiz, olti raqam (881231)",
        "วันเกิดของคุณ ตัวเลขหกหลัก (881231)", "ថ្ងៃខែឆ្នាំកំណើត ប្រាំមួយខ្ទង់ (881231)",
    ),
    _("The last 4 digits of your mobile number"): (
        "Bốn số cuối của số điện thoại của bạn", "您的电话号码后四位",
        "तपाईंको फोन नम्बरका अन्तिम चार अंक", "Telefon raqamingizning oxirgi to‘rt raqami",
        "หมายเลขโทรศัพท์ของคุณสี่หลักสุดท้าย", "លេខទូរស័ព្ទរបស់អ្នក បួនខ្ទង់ចុងក្រោយ",
    ),
    _("That does not match. Please check it and try again."): (
        "Không khớp. Vui lòng kiểm tra và thử lại.", "不一致。请检查后重试。",
        "मिलेन। कृपया जाँचेर फेरि प्रयास गर्नुहोस्।", "Mos kelmadi. Tekshirib, qayta urinib ko‘ring.",
        "ไม่ตรงกัน โปรดตรวจสอบแล้วลองอีกครั้ง", "មិនត្រូវគ្នាទេ។ សូមពិនិត្យ ហើយសាកល្បងម្តងទៀត។",
    ),
    _("Too many tries. Please try again in 15 minutes."): (
        "Bạn đã thử quá nhiều lần. Vui lòng thử lại sau 15 phút.", "尝试次数过多。请15分钟后再试。",
        "धेरै पटक प्रयास भयो। १५ मिनेटपछि फेरि प्रयास गर्नुहोस्।",
        "Urinishlar juda ko‘p. 15 daqiqadan so‘ng qayta urining.",
        "ลองหลายครั้งเกินไป โปรดลองอีกครั้งใน 15 นาที",
        "ព្យាយាមច្រើនដងពេក។ សូមសាកល្បងម្តងទៀតក្នុងរយៈពេល 15 នាទី។",
    ),
    _("Show my certificate"): (
        "Xem giấy chứng nhận", "查看我的证书", "मेरो प्रमाणपत्र हेर्नुहोस्", "Sertifikatimni ko‘rsatish",
        "ดูใบรับรองของฉัน", "បង្ហាញវិញ្ញាបនបត្ររបស់ខ្ញុំ",
    ),
    _("Not you? Or any question? Call us:"): (
        "Không phải bạn? Có câu hỏi? Hãy gọi:", "不是您本人？有疑问？请致电：",
        "तपाईं होइन? प्रश्न छ? फोन गर्नुहोस्:", "Bu siz emasmi? Savolingiz bormi? Qo‘ng‘iroq qiling:",
        "ไม่ใช่คุณหรือมีคำถาม โปรดโทร:", "មិនមែនអ្នកទេ? ឬមានសំណួរ? សូមទូរស័ព្ទមក៖",
    ),
    _("Name"): ("Họ tên", "姓名", "नाम", "Ism", "ชื่อ", "ឈ្មោះ"),
    HELD: ("Ngày học", "培训日期", "तालिम मिति", "O‘tkazilgan sana", "วันที่อบรม", "ថ្ងៃបណ្តុះបណ្តាល"),
    _("Number"): ("Số", "编号", "नम्बर", "Raqam", "เลขที่", "លេខ"),
    _("Open the paper (PDF)"): (
        "Mở giấy chứng nhận (PDF)", "打开证书（PDF）", "प्रमाणपत्र खोल्नुहोस् (PDF)",
        "Sertifikatni ochish (PDF)", "เปิดใบรับรอง (PDF)", "បើកវិញ្ញាបនបត្រ (PDF)",
    ),
    _("There is no valid certificate at the moment. Please call us."): (
        "Hiện không có giấy chứng nhận còn hiệu lực. Vui lòng gọi cho chúng tôi.",
        "目前没有有效的证书。请致电我们。",
        "अहिले मान्य प्रमाणपत्र छैन। कृपया हामीलाई फोन गर्नुहोस्।",
        "Hozircha amaldagi sertifikat yo‘q. Bizga qo‘ng‘iroq qiling.",
        "ขณะนี้ไม่มีใบรับรองที่ใช้ได้ โปรดโทรหาเรา",
        "បច្ចុប្បន្នគ្មានវិញ្ញាបនបត្រដែលមានសុពលភាពទេ។ សូមទូរស័ព្ទមកយើង។",
    ),
    _("Is your name wrong? Call us, and we issue a new one:"): (
        "Tên bị sai? Hãy gọi, chúng tôi sẽ cấp lại:", "姓名有误？请致电，我们将重新签发：",
        "नाम गलत छ? फोन गर्नुहोस्, हामी नयाँ जारी गर्छौं:",
        "Ismingiz xatomi? Qo‘ng‘iroq qiling, yangisini beramiz:",
        "ชื่อผิดหรือไม่ โปรดโทร เราจะออกใบใหม่ให้:", "ឈ្មោះខុសមែនទេ? សូមទូរស័ព្ទមក យើងនឹងចេញថ្មី៖",
    ),
}  # fmt: skip
_WORDS: Mapping[str, Mapping[str, str]] = {
    language: {said: words[number] for said, words in _ROWS.items()}
    for number, language in enumerate(LANGUAGES)
}


def in_language(said: str, language: str) -> str:
    """Return a sentence in a worker's language, or else in the page's: Korean or English."""
    if language in _WORDS:
        return _WORDS[language].get(said, gettext(said))
    return pgettext("certificate", "Held") if said == HELD else gettext(said)
