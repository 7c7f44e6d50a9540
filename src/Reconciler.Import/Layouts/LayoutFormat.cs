using Reconciler.Import.Tables;

namespace Reconciler.Import.Layouts;

/// <summary>The form in which the file is written.</summary>
public enum LayoutFormat
{
    /// <summary>Any table with a header: CSV, a workbook's sheet, the table of a web page.</summary>
    Csv,
    Json,

    /// <summary>XML whose items are elements of one name.</summary>
    Xml,

    /// <summary>ISO 20022 camt.052, camt.053 or camt.054.</summary>
    Camt,

    /// <summary>SWIFT MT940 or MT942.</summary>
    Mt940,

    /// <summary>OFX, as SGML or XML; also called QFX.</summary>
    Ofx,

    /// <summary>Quicken Interchange Format.</summary>
    Qif,

    /// <summary>1CClientBankExchange: what banks of Russia and its neighbours give to 1C.</summary>
    ClientBank,
}

/// <summary>Which files a format means.</summary>
internal static class LayoutFormats
{
    /// <summary>Whether files of this form are read by layouts of this format.</summary>
    public static bool Fits(this LayoutFormat format, FileForm form) => format switch
    {
        LayoutFormat.Csv => form is FileForm.Csv or FileForm.Workbook or FileForm.Html,
        LayoutFormat.Json => form == FileForm.Json,
        LayoutFormat.Xml or LayoutFormat.Camt => form == FileForm.Xml,
        LayoutFormat.Mt940 => form == FileForm.Mt940,
        LayoutFormat.Ofx => form == FileForm.Ofx,
        LayoutFormat.Qif => form == FileForm.Qif,
        LayoutFormat.ClientBank => form == FileForm.ClientBank,
        _ => throw new InvalidOperationException($"{format} is no format."),
    };
}
