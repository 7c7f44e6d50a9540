using System.Collections.Frozen;

namespace Reconciler.Import.Spelling;

/// <summary>Month names and their short forms in the languages of statements, as English short forms, which date formats with MMM read.</summary>
internal static class MonthNames
{
    private static readonly string[] English = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>By month, in the order German, French, Spanish, Italian, Dutch, Portuguese, Polish, Russian; each word once.</summary>
    private static readonly string[] Words =
    [
        "januar jänner janvier janv enero ene gennaio gen januari janeiro stycznia styczeń sty января январь янв",
        "februar feber février févr fév febrero febbraio februari fevereiro fev lutego luty lut февраля февраль фев февр",
        "märz mrz mär mars marzo maart mrt março marca marzec марта март мар",
        "avril avr abril abr aprile april kwietnia kwiecień kwi апреля апрель апр",
        "mai mayo maggio mag mei maio maja maj мая май",
        "juni juin junio giugno giu junho czerwca czerwiec cze июня июнь июн",
        "juli juillet juil julio luglio lug julho lipca lipiec lip июля июль июл",
        "august août aoû agosto ago augustus agosto sierpnia sierpień sie августа август авг",
        "september septembre sept septiembre settembre set setembro września wrzesień wrz сентября сентябрь сен сент",
        "oktober okt octobre octubre ottobre ott outubro out października październik paź октября октябрь окт",
        "november novembre noviembre novembro listopada listopad lis ноября ноябрь ноя нояб",
        "dezember dez décembre déc diciembre dic dicembre december dezembro grudnia grudzień gru декабря декабрь дек",
    ];

    private static readonly FrozenDictionary<string, string> ToShort = Words
        .SelectMany((words, month) => words.Split(' ').Select(word => (Word: word, Short: English[month])))
        .DistinctBy(pair => pair.Word, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(pair => pair.Word, pair => pair.Short, StringComparer.OrdinalIgnoreCase);

    /// <summary>Text and format with the month's English short form; null where the format names no month or the text holds none that is known here.</summary>
    public static (string Text, string Format)? ToEnglish(ReadOnlySpan<char> text, string format)
    {
        if (!format.Contains("MMM", StringComparison.Ordinal))
        {
            return null;
        }

        for (var start = 0; start < text.Length; start++)
        {
            if (!char.IsLetter(text[start]))
            {
                continue;
            }

            var end = start;
            while (end < text.Length && char.IsLetter(text[end]))
            {
                end++;
            }

            if (ToShort.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[start..end], out var month))
            {
                // The dot of a short form is no part of the date: "12 janv. 2026".
                var rest = end < text.Length && text[end] == '.' ? end + 1 : end;
                return ($"{text[..start]}{month}{text[rest..]}", format.Replace("MMMM", "MMM", StringComparison.Ordinal));
            }

            start = end;
        }

        return null;
    }
}
