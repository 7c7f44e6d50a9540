using System.Text;
using Reconciler.Import.Bytes;
using Reconciler.Import.Layouts;
using Reconciler.Import.Tables;

namespace Reconciler.Import.Reading;

/// <summary>The tables of a file that is not CSV: each form has a reader of its own, which gives rows under a header.</summary>
internal static class FileTables
{
    public static TableReader Of(InputFile file, FileForm form, TextEncoding encoding, Layout layout, ImportLimits limits)
    {
        return form switch
        {
            FileForm.Workbook => wanted => Workbook.Rows(file, limits, wanted),
            FileForm.Html => HtmlTables.Of(Text(), layout.Html, limits),
            FileForm.Xml when layout.Format == LayoutFormat.Camt => One(() => CamtTable.Rows(file.Open(), limits)),
            FileForm.Xml when layout.XmlOwn is { } own => One(() => OwnPurse.Told(XmlItems, own, layout.SettingsFile)),
            FileForm.Xml => One(XmlItems),
            FileForm.Mt940 => One(() => Mt940Table.Rows(Text())),
            FileForm.Ofx => One(() => OfxTable.Rows(Text())),
            FileForm.Qif => One(() => QifTable.Rows(Text())),
            FileForm.ClientBank => One(() => ClientBankTable.Rows(encoding.IsCertain ? Text() : TextIn(ClientBankTable.EncodingOf(file)))),
            _ => throw new InvalidOperationException($"{form} is not read as a table."),
        };

        TextReader Text() => TextIn(encoding.For(layout.EncodingName) ?? Encoding.Latin1);

        TextReader TextIn(Encoding written) => new StreamReader(encoding.OpenAsUtf8(written, 0), Encoding.UTF8);

        IEnumerable<TableRow> XmlItems() => XmlTable.Rows(() => XmlTable.Open(file, encoding, encoding.For(layout.EncodingName)), layout.XmlItem, limits);
    }

    /// <summary>A reader whose file is one table.</summary>
    private static TableReader One(Func<IEnumerable<TableRow>> rows) => wanted => rows().TakeUntil(row => !wanted(row.Table));

    private static IEnumerable<TableRow> TakeUntil(this IEnumerable<TableRow> rows, Func<TableRow, bool> isLast)
    {
        foreach (var row in rows)
        {
            yield return row;
            if (isLast(row))
            {
                yield break;
            }
        }
    }
}
