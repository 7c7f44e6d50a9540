using System.Globalization;
using System.Text;

namespace Reconciler.Core.Reports;

/// <summary>The one form of an audit's line as a line of JSON: the same line is always the same bytes.</summary>
public static class AuditJson
{
    /// <summary>
    /// The line without its end: <c>{"seq":1,"at":"2026-05-06T09:00:00.000000Z","actor":"…","action":"…","subject":"…","details":"…","previous_hash":"…","hash":"…"}</c>, without spaces between. In texts <c>"</c> and
    /// <c>\</c> stand behind a <c>\</c>, characters below U+0020 are <c>\u001f</c> with lower-case digits, and all others stand as they are, in UTF-8.
    /// </summary>
    public static string Write(AuditRecord line)
    {
        var json = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{{\"seq\":{line.Seq}");
        Text("at", AuditChain.TimeText(line.AtUtc));
        Text("actor", line.Actor);
        Text("action", line.Action);
        Text("subject", line.Subject);
        Text("details", line.Details);
        Text("previous_hash", line.PreviousHash);
        Text("hash", line.Hash);
        return json.Append('}').ToString();

        void Text(string name, string value)
        {
            json.Append(",\"").Append(name).Append("\":\"");
            foreach (var c in value)
            {
                _ = c switch
                {
                    '"' or '\\' => json.Append('\\').Append(c),
                    < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                    _ => json.Append(c),
                };
            }

            json.Append('"');
        }
    }
}
