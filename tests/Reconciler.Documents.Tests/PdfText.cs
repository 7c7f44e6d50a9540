using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Reconciler.TestSupport;

namespace Reconciler.Documents.Tests;

/// <summary>Reads a PDF's text back with poppler's pdftotext, where the machine has it; else the test skips aloud.</summary>
internal static class PdfText
{
    public static string Of(byte[] pdf)
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder["a.pdf"], pdf);
        try
        {
            var start = new ProcessStartInfo("pdftotext", ["-layout", "-enc", "UTF-8", folder["a.pdf"], "-"]) { UseShellExecute = false, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 };
            using var process = Process.Start(start)!;
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return text.Replace('\u00A0', ' ');
        }
        catch (Win32Exception)
        {
            Assert.Skip("pdftotext is not installed (Debian package poppler-utils): the PDF's text was not read back.");
            throw;
        }
    }
}
