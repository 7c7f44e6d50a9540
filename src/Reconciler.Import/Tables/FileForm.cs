using System.Text;
using Reconciler.Import.Bytes;

namespace Reconciler.Import.Tables;

/// <summary>The form in which a file is written, told by its content: its name says nothing.</summary>
internal enum FileForm
{
    Csv,
    Json,
    Workbook,
    Html,
    Xml,
    Mt940,
    Ofx,
    Qif,
    ClientBank,
}

/// <summary>Tells the form of a file by how it begins.</summary>
internal static class FileForms
{
    /// <summary>How much of a file is looked at, in characters.</summary>
    private const int Start = 4096;

    public static FileForm Of(InputFile file, TextEncoding encoding)
    {
        if (Workbook.Is(file))
        {
            return FileForm.Workbook;
        }

        using var text = new StreamReader(encoding.OpenAsUtf8(encoding.ForNoLayout ?? Encoding.Latin1, 0), Encoding.UTF8);
        var buffer = new char[Start];
        var start = buffer.AsSpan(0, text.ReadBlock(buffer)).TrimStart("\uFEFF \t\r\n\0\u0001");
        return start switch
        {
            ['{', >= '1' and <= '5', ':', ..] => FileForm.Mt940, // a SWIFT envelope: {1:F01…}
            ['{' or '[', ..] => FileForm.Json,
            _ when Has(start, "<OFX>") || Has(start, "<?OFX") || HasLine(start, "OFXHEADER:") => FileForm.Ofx,
            ['<', ..] when Has(start, "BkToCstmr") || Has(start, ":camt.05") => FileForm.Xml,
            ['<', ..] when Has(start, "<html") || Has(start, "<table") || Has(start, "<!doctype html") || Has(start, "<div") || Has(start, "<body") => FileForm.Html,
            ['<', ..] => FileForm.Xml,
            _ when Mt940Table.IsOne(start) => FileForm.Mt940,
            _ when HasLine(start, "!Type:") || HasLine(start, "!Account") || HasLine(start, "!Option:") || HasLine(start, "!Clear:") => FileForm.Qif,
            _ when HasLine(start, ClientBankTable.FirstLine) => FileForm.ClientBank,
            _ => FileForm.Csv,
        };
    }

    /// <summary>The form in words, for messages: "It is …".</summary>
    public static string InWords(this FileForm form) => form switch
    {
        FileForm.Json => "JSON",
        FileForm.Workbook => "a workbook",
        FileForm.Html => "a web page",
        FileForm.Xml => "XML",
        FileForm.Mt940 => "an MT940 statement",
        FileForm.Ofx => "an OFX file",
        FileForm.Qif => "a QIF file",
        FileForm.ClientBank => "a 1CClientBankExchange file",
        _ => "CSV",
    };

    /// <summary>Whether a line begins with a word: banks and programs put lines of their own above.</summary>
    private static bool HasLine(ReadOnlySpan<char> text, string word)
    {
        foreach (var line in text.EnumerateLines())
        {
            if (line.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Has(ReadOnlySpan<char> text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
