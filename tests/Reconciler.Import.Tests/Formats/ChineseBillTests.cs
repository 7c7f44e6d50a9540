namespace Reconciler.Import.Tests.Formats;

/// <summary>Bills of Chinese shops: JD and Meituan.</summary>
public sealed class ChineseBillTests
{
    [Fact]
    public void A_JD_bill_tells_what_came_back_in_rows_of_their_own() => Assert.Equal(
        [
            "2026-05-20 01:00:00 jd/100000000000000000000001_20260520_-128 Payment Succeeded -128.00 CNY, by 灯具小店, for 300000000001, text 台灯",

            // One of two things was returned: both rows bear one order number.
            "2026-05-19 13:05:00 jd/100000000000000000000002_20260519_-323.45 Payment Succeeded -323.45 CNY, by 灯具小店, for 300000000002, text 吊灯 等多件",
            "2026-05-21 00:00:00 jd/200000000000000000000002_20260521_23.45 Refund Succeeded 23.45 CNY, by 灯具小店, for 300000000002, text 退款-吊灯 等多件",
            "2026-05-18 12:00:00 jd/100000000000000000000003_20260518_-66 Payment Succeeded -66.00 CNY, by 围巾小店, for 300000000003, text 围巾",
            "2026-05-18 23:00:00 jd/200000000000000000000003_20260519_66 Refund Succeeded 66.00 CNY, by 围巾小店, for 300000000003, text 退款-围巾",
            "2026-05-17 04:00:00 jd/200000000000000000000001_20260517_5 Refund Succeeded 5.00 CNY, by 京东平台商户, for 300000000001, text 价保退款",
            "2026-05-16 04:00:00 jd/107500000000000000000004_20260516_-500 Transfer Succeeded -500.00 CNY, by 京东金融, text 白条主动还款",
            "2026-05-15 04:00:00 jd/100000000000000000000005_20260515_0.35 Adjustment Succeeded 0.35 CNY, by 京东小金库, for 300000000005, text 京东小金库收益",
            "2026-05-14 04:00:00 jd/100000000000000000000006_20260514_-100 Withdrawal Succeeded -100.00 CNY, by 京东钱包, for 300000000006, text 京东余额提现",
            "2026-05-13 04:00:00 jd/100000000000000000000007_20260513_50 Topup Succeeded 50.00 CNY, by 京东钱包, for 300000000007, text 京东钱包余额充值",
            "2026-05-12 04:00:00 jd/100000000000000000000008_20260512_-9.9 Payment Failed -9.90 CNY, by 灯具小店, for 300000000008, text 灯泡",
            "line 28 rejected at 收/支: 不计收支: is a sign that the layout does not know. Add it to the rules of sign in config/layouts/jd-bill.json.",
        ],
        RowLines.OfSeed("jd-bill.csv", "jd-bill"));

    /// <summary>The older bill has the category in the second column and its refunds as money in, two of one order here.</summary>
    [Fact]
    public void An_older_JD_bill_is_read_as_the_newer_one() => Assert.Equal(
        [
            "2026-05-19 13:05:00 jd/101_20260519_-80 Payment Succeeded -80.00 CNY, by 灯具小店, for 9001, text 吊灯 等多件",
            "2026-05-20 13:05:00 jd/201_20260520_20 Refund Succeeded 20.00 CNY, by 灯具小店, for 9001, text 退款-吊灯",
            "2026-05-21 13:05:00 jd/202_20260521_60 Refund Succeeded 60.00 CNY, by 灯具小店, for 9001, text 退款-台灯",
            "2026-05-22 13:05:00 jd/203_20260522_7.5 Refund Pending 7.50 CNY, by 灯具小店, for 9002, text 退款-灯泡",
        ],
        RowLines.Of(Given.ReadText("""
            交易时间,交易分类,商户名称,交易说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注
            2026-05-19 21:05:00	,家居,灯具小店,吊灯 等多件,支出,80.00,微信支付,交易成功,9001	,101	,
            2026-05-20 21:05:00	,退款,灯具小店,退款-吊灯,收入,20.00,微信支付,交易成功,9001	,201	,
            2026-05-21 21:05:00	,退款,灯具小店,退款-台灯,收入,60.00,微信支付,交易成功,9001	,202	,
            2026-05-22 21:05:00	,退款,灯具小店,退款-灯泡,收入,7.50,微信支付,退款中,9002	,203	,

            """)));

    /// <summary>Received first, paid later: no money has moved yet, and none does where the goods go back.</summary>
    [Fact]
    public void What_JD_lets_pay_later_is_a_hold() => Assert.Equal(
        [
            "2026-05-19 13:05:00 jd/301_20260519_-80 Hold Succeeded -80.00 CNY, by 灯具小店, for 9001, text 吊灯",
            "2026-05-20 13:05:00 jd/302_20260520_80 Release Succeeded 80.00 CNY, by 灯具小店, for 9001, text 退款-吊灯",
            "2026-05-21 13:05:00 jd/303_20260521_-7.5 Payment Succeeded -7.50 CNY, by 灯具小店, for 9002, text 灯泡",
        ],
        RowLines.Of(Given.ReadText("""
            交易时间,商户名称,交易说明,金额,收/付款方式,交易状态,收/支,交易分类,交易订单号,商家订单号,备注
            2026-05-19 21:05:00	,灯具小店,吊灯,80.00,先享后付,交易成功,不计收支,先享后付,9001	,301	,
            2026-05-20 21:05:00	,灯具小店,退款-吊灯,80.00,先享后付,退款成功,不计收支,网购,9001	,302	,
            2026-05-21 21:05:00	,灯具小店,灯泡,7.50,先享后付,交易成功,支出,家居,9002	,303	,

            """)));

    [Fact]
    public void A_Meituan_bill_tells_what_was_paid_and_what_is_not_yet() => Assert.Equal(
        [
            "2026-05-28 12:35:25 meituan/26052811100401670000000000000001 Payment Succeeded -21.17 CNY, by 海边茶馆, for 0_2604430400000001, text 海边茶馆 订单详情",
            "2026-05-28 23:04:18 meituan/2605290180000001 Refund Succeeded 21.17 CNY, by 海边茶馆, for 4981000000000000001R1, text 海边茶馆 订单详情",
            "2026-05-27 10:36:06 meituan/26052711100401670000000000000002 Payment Succeeded -1549.00 CNY, by 【午餐】双人套餐, for 1KUM0000000002, text 【午餐】双人套餐",
            "2026-05-26 04:00:04 meituan/2605260180000002 Refund Succeeded 10.00 CNY, by 【午餐】双人套餐, for 4981000000000000002R1, text 【午餐】双人套餐",
            "2026-05-25 12:59:20 meituan/26052511100401670000000000000003 Transfer Succeeded -48.12 CNY, by 【美团月付】主动还款2026年5月账单, for 26052520591254600000_1, text 【美团月付】主动还款2026年5月账单",
            "2026-05-24 02:00:01 meituan/26052411100401670000000000000004 Topup Succeeded 100.00 CNY, by 美团余额充值, for 26052410000000000000_2, text 美团余额充值",
            "2026-05-23 02:00:00 meituan/26052311100401670000000000000005 Payment Pending -18.00 CNY, by 海边茶馆, for 0_2604430400000005, text 海边茶馆 订单详情",
            "line 24 rejected at 交易类型: 神秘: is a type that the layout does not know. Add it to the rules of type in config/layouts/meituan-bill.json.",
        ],
        RowLines.OfSeed("meituan-bill.csv", "meituan-bill"));
}
