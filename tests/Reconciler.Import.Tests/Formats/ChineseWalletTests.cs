using System.Text;

namespace Reconciler.Import.Tests.Formats;

/// <summary>Alipay's bill of the app and of the old website, WeChat Pay's as CSV and as a workbook.</summary>
public sealed class ChineseWalletTests
{
    private static readonly string[] WeChat =
    [
        // 10:20:25 above the table and 08:25:00 here are no tags of MT940.
        "2026-05-20 00:25:00 wechat/4200000001202605200000000001 Payment Succeeded -128.00 CNY, by 灯具小店, for 8001234567890601, text 台灯",

        // Refunded payments were paid: the money that comes back is a row of its own, which names the order only.
        "2026-05-18 15:30:00 wechat/4200000001202605180000000002 Payment Succeeded -50.00 CNY, by 灯具小店, for 8001234567890602, text 灯泡",
        "2026-05-19 04:00:00 wechat/50300000012026051900000000003 Refund Succeeded 50.00 CNY, by 灯具小店, for 8001234567890602",
        "2026-05-17 02:00:00 wechat/4200000001202605170000000004 Payment Succeeded -60.00 CNY, by 杯子小店, for 8001234567890603, text 收款方备注:二维码收款",
        "2026-05-17 10:00:00 wechat/50300000012026051700000000005 Refund Succeeded 12.50 CNY, by 杯子小店, for 8001234567890603",
        "2026-05-16 02:00:00 wechat/1000050001202605160000000006 Transfer Succeeded -1200.00 CNY, by 王某, for 1000050001202605160000000006, text 转账备注:午饭",

        // Money that a friend did not take is no refund of a purchase.
        "2026-05-16 03:00:00 wechat/1000050001202605160000000007 Transfer Succeeded 35.00 CNY, by 王某",

        // 100.10 left the wallet, 0.10 of it the fee.
        "2026-05-15 02:00:00 wechat/2072605150000000000000000008 Withdrawal Succeeded -100.00 CNY, fee 0.10 CNY, by 示例银行(1234), text 服务费¥0.10",
        "2026-05-14 02:00:00 wechat/1800000001202605140000000009 Topup Succeeded 500.00 CNY",
        "2026-05-13 02:00:00 wechat/1800000001202605130000000010 Transfer Succeeded 80.00 CNY",
        "2026-05-12 02:00:00 wechat/1000050001202605120000000011 Payment Succeeded 23.00 CNY, by 用户甲, text 收款方备注:二维码收款",
        "rejected at 交易类型: 神秘交易: is a sign that the layout does not know. Add it to the rules of sign in config/layouts/wechat-pay.json.",
        "2026-05-10 02:00:00 wechat/4200000001202605100000000013 Payment Failed -300.00 CNY, by 灯具小店, for 8001234567890604, text 吊灯",
    ];

    /// <summary>In the workbook times and sums are cells of their own kind.</summary>
    [Theory]
    [InlineData("wechat-pay.csv", "line 29 ")]
    [InlineData("wechat-pay.xlsx", "line 30 ")]
    public void WeChat_rows_are_the_same_in_a_csv_and_in_a_workbook(string file, string rejectedAt) =>
        Assert.Equal(WeChat.Select(line => line.StartsWith("rejected", StringComparison.Ordinal) ? rejectedAt + line : line), RowLines.OfSeed(file, "wechat-pay"));

    [Theory]
    [InlineData("商户消费", "支出", "支付成功", "Payment Succeeded -5.00 CNY")]
    [InlineData("不认识的类型", "支出", "支付成功", "Payment Succeeded -5.00 CNY")] // what WeChat itself counts as an expense
    [InlineData("微信红包-退款", "收入", "已全额退款", "Transfer Succeeded 5.00 CNY")]
    [InlineData("某店-退款", "收入", "已全额退款", "Refund Succeeded 5.00 CNY")]
    [InlineData("商户消费", "收入", "已退款(￥5.00)", "Refund Succeeded 5.00 CNY")]
    [InlineData("零钱充值", "/", "充值完成", "Topup Succeeded 5.00 CNY")]
    [InlineData("零钱通转出-到招商银行(1234)", "/", "支付成功", "Withdrawal Succeeded -5.00 CNY")]
    [InlineData("转入零钱通-来自零钱", "/", "支付成功", "Transfer Succeeded -5.00 CNY")]
    [InlineData("信用卡还款", "/", "支付成功", "Transfer Succeeded -5.00 CNY")]
    [InlineData("购买理财通", "中性交易", "支付成功", "Transfer Succeeded -5.00 CNY")]
    [InlineData("零钱提现", "/", "提现失败，已退回零钱", "Withdrawal Failed -5.00 CNY")]
    public void WeChat_types_and_statuses_are_known_by_their_words(string type, string direction, string status, string expected) => Assert.Contains(
        expected,
        Assert.Single(RowLines.Of(Given.ReadText($"交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n2026/5/6 9:00,{type},/,/,{direction},¥5.00,/,{status},W1\t,/,/\n"))),
        StringComparison.Ordinal);

    [Fact]
    public void Alipay_refunds_name_their_payment_and_closed_trades_tell_whether_they_were_paid() => Assert.Equal(
        [
            "2026-05-20 00:00:00 alipay/20260520220014000001 Payment Succeeded -128.00 CNY, by 灯具小店, for T200P8001234567890401 8001234567890401, text 台灯",
            "2026-05-19 04:00:00 alipay/20260518220014000002_8001234567890402 Refund Succeeded 50.00 CNY, by 灯具小店, for T200P8001234567890402 8001234567890402, of 20260518220014000002, text 退款-灯泡",
            "2026-05-18 15:30:00 alipay/20260518220014000002 Payment Succeeded -50.00 CNY, by 灯具小店, for T200P8001234567890402 8001234567890402, text 灯泡",

            // Closed and left out of the sums: paid where a way of payment is told, else never paid.
            "2026-05-17 02:00:00 alipay/20260517220014000003 Payment Succeeded -66.00 CNY, by 围巾小店, for M-77, text 围巾 · 整单退款",
            "2026-05-17 01:00:00 alipay/20260517220014000004 Payment Failed -88.00 CNY, by 围巾小店, for M-78, text 手套 · 未付款",
            "2026-05-16 02:00:00 alipay/20260516220014000005 Payment Succeeded -20.00 CNY, by 杯子小店, for T200P8001234567890403 8001234567890403, text 杯子",
            "2026-05-15 02:00:00 alipay/20260515200040011100006 Transfer Succeeded -222.50 CNY, by 王某, text 转账",
            "2026-05-14 02:00:00 alipay/20260514000000007 Transfer Succeeded 99.34 CNY, by 示例基金, text 示例基金-卖出至余额宝",
            "2026-05-13 02:00:00 alipay/20260513000000008 Transfer Succeeded -300.00 CNY, by 花呗, text 花呗主动还款-2026年05月账单",
            "2026-05-12 02:00:00 alipay/20260512000000009 Withdrawal Succeeded -400.00 CNY, by 示例银行, text 提现-快速提现",
            "2026-05-11 02:00:00 alipay/20260511000000010 Payment Succeeded 30.00 CNY, by 买家, text 二手书",
            "line 36 rejected at 收/支: 不计收支: is a sign that the layout does not know. Add it to the rules of sign in config/layouts/alipay-app.json.",
            "line 37 rejected at 交易状态: 新状态: is a status that the layout does not know. Add it to the rules of status in config/layouts/alipay-app.json.",
        ],
        RowLines.OfSeed("alipay-app.csv", "alipay-app"));

    [Theory]
    [InlineData("投资理财", "余额宝-2026.05.06-收益发放", "不计收支", "交易成功", "Adjustment Succeeded 5.00 CNY")]
    [InlineData("投资理财", "余额宝-单次转入", "不计收支", "交易成功", "Transfer Succeeded -5.00 CNY")]
    [InlineData("投资理财", "转账收款到余额宝", "不计收支", "交易成功", "Transfer Succeeded 5.00 CNY")] // somebody's transfer that went on into the fund
    [InlineData("信用借还", "自动还款-花呗|信用购2026年05月账单", "不计收支", "还款成功", "Transfer Succeeded -5.00 CNY")]
    [InlineData("充值缴费", "话费充值", "支出", "缴费成功", "Payment Succeeded -5.00 CNY")] // 充值 of a phone, not of the wallet
    [InlineData("充值提现", "充值-普通充值", "不计收支", "充值成功", "Topup Succeeded 5.00 CNY")]
    [InlineData("日用百货", "灯", "支出", "等待付款", "Payment Pending -5.00 CNY")]
    [InlineData("生活服务", "充电宝押金", "不计收支", "芝麻免押下单成功", "Hold Succeeded -5.00 CNY")]
    [InlineData("生活服务", "充电宝押金", "不计收支", "解冻成功", "Release Succeeded 5.00 CNY")]
    [InlineData("转账红包", "红包-退款", "收入", "退款成功", "Transfer Succeeded 5.00 CNY")] // a present that nobody took
    [InlineData("日用百货", "灯", "支出", "支付未成功", "rejected at 交易状态")]
    public void Alipay_types_and_statuses_are_known_by_their_words(string category, string what, string direction, string status, string expected) => Assert.Contains(
        expected,
        Assert.Single(RowLines.Of(Given.ReadText($"交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,\n2026-05-06 09:00:00,{category},某,/,{what},{direction},5.00,余额,{status},A1\t,\t,,\n"))),
        StringComparison.Ordinal);

    [Fact]
    public void Alipay_columns_may_stand_in_another_order_as_in_older_bills() => Assert.Equal(
        ["2026-05-06 01:00:00 alipay/A1_9 Refund Succeeded 5.00 CNY, by 店, for M1, of A1, text 退款-灯"],
        RowLines.Of(Given.ReadText("收/支,交易对方,对方账号,商品说明,收/付款方式,金额,交易状态,交易分类,交易订单号,商家订单号,交易时间,\n其他,店,/,退款-灯,余额,5.00,退款成功,退款,A1_9\t,M1\t,2026-05-06 09:00:00,\n")));

    [Fact]
    public void A_row_of_the_old_website_tells_a_payment_and_what_came_back() => Assert.Equal(
        [
            "2026-05-20 00:00:05 alipay/2026052022001400000101 Payment Succeeded -128.00 CNY, by 灯具小店, for T200P8001234567890501 8001234567890501, text 台灯",
            "2026-05-18 15:30:10 alipay/2026051822001400000102 Payment Succeeded -50.00 CNY, by 灯具小店, for T200P8001234567890502 8001234567890502, text 灯泡",
            "2026-05-21 02:00:00 alipay/2026051822001400000102-refund Refund Succeeded 50.00 CNY, by 灯具小店, for T200P8001234567890502 8001234567890502, of 2026051822001400000102, text 灯泡",
            "2026-05-17 02:00:10 alipay/2026051722001400000103 Payment Succeeded -60.00 CNY, by 杯子小店, for T200P8001234567890503 8001234567890503, text 杯子 · 破损一个",
            "2026-05-22 02:00:00 alipay/2026051722001400000103-refund Refund Succeeded 12.50 CNY, by 杯子小店, for T200P8001234567890503 8001234567890503, of 2026051722001400000103, text 杯子 · 破损一个",
            "2026-05-16 02:00:00 alipay/2026051622001400000104 Payment Failed -66.00 CNY, by 围巾小店, for M-90, text 围巾",
            "2026-05-15 02:00:00 alipay/2026051520004001110105 Transfer Succeeded -200.00 CNY, fee 0.20 CNY, by 王某, text 转账",
            "2026-05-14 02:00:00 alipay/2026051400000000000106 Withdrawal Succeeded -400.00 CNY, by 示例银行, text 提现",
            "2026-05-13 02:00:00 alipay/2026051300000000000107 Payment Pending -300.00 CNY, by 灯具小店, for T200P8001234567890504 8001234567890504, text 吊灯",
        ],
        RowLines.OfSeed("alipay-web.txt", "alipay-web"));

    [Fact]
    public void A_row_that_makes_two_entries_counts_once() =>
        Assert.Equal(7, Given.Read(Path.Combine(TestSupport.Places.Seeds, "formats", "alipay-web.txt")).Sum(o => o.Rows));

    [Fact]
    public void A_refund_in_the_file_of_a_seller_goes_out() => Assert.Equal(
        ["2026-05-06 01:00:00 alipay/S1 Payment Succeeded 9.00 CNY, text 灯", "2026-05-07 01:00:00 alipay/S1-refund Refund Succeeded -4.00 CNY, of S1, text 灯"],
        RowLines.Of(Given.ReadText(
            "交易号,商家订单号,交易创建时间,付款时间,最近修改时间,交易来源地,类型,交易对方,商品名称,金额（元）,收/支,交易状态,服务费（元）,成功退款（元）,备注,资金状态,\nS1,,2026-05-06 09:00:00,2026-05-06 09:00:00,2026-05-07 09:00:00,,即时到账交易,,灯,9.00,收入,交易成功,0.00,4.00,,已收入,\n",
            encoding: CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!)));

    [Fact]
    public void The_real_bill_of_WeChat_is_read_whole()
    {
        var entries = Given.Entries(Given.Sample("wechat/bill.csv"));
        Assert.Equal((27, 27), (entries.Count, Given.Read(Given.Sample("wechat/bill.csv")).Sum(o => o.Rows)));
        Assert.Equal(
            "Adjustment 1, Payment 12, Topup 2, Transfer 8, Withdrawal 4",
            string.Join(", ", entries.CountBy(e => e.Type.ToString()).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key} {p.Value}")));
        Assert.Equal(["0.10 CNY", "0.10 CNY", "1.00 CNY"], entries.Where(e => e.Fee is not null).Select(e => e.Fee.ToString()));
        Assert.Equal("2019-09-26 04:45:27", Given.Utc(entries[0].BookedAtUtc));
    }

    [Fact]
    public void The_real_bill_of_Alipay_is_read_whole()
    {
        var lines = RowLines.Of(Given.Read(Given.Sample("alipay/app_export_gb18030.csv")));
        Assert.Equal(10, lines.Length);
        Assert.DoesNotContain(lines, line => line.Contains("rejected", StringComparison.Ordinal));
        Assert.Equal(
            ["2023-01-09 10:22:28 alipay/2023xxxxx88_2023xx57 Refund Succeeded 50.00 CNY, by 一卡通, for D12*****14, of 2023xxxxx88, text 退款-一卡通充值", "2023-01-09 10:21:50 alipay/2023xxxxx88 Payment Succeeded -50.00 CNY, by 一卡通, for D12*****14, text 一卡通充值"],
            lines[6..8]);
    }

    [Fact]
    public void The_real_header_of_the_old_website_is_an_empty_statement()
    {
        var path = Given.Sample("alipay/web_old_header.txt");
        Assert.Equal("alipay-web", Given.Known(path).Name);
        Assert.Empty(Given.Read(path));
    }
}
