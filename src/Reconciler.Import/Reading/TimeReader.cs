using System.Globalization;
using Reconciler.Core.Values;
using Reconciler.Import.Layouts;
using Reconciler.Import.Spelling;

namespace Reconciler.Import.Reading;

/// <summary>A time as it is told. Of a day alone: when it begins, and all its moments.</summary>
/// <param name="On">The day in the file's own zone.</param>
internal readonly record struct ToldTime(DateTime Utc, Moments? Day, DateOnly On)
{
    /// <summary>The time of day stands in a column of its own.</summary>
    public bool HasOwnClock { get; init; }

    /// <summary>The zone stands in a column of its own.</summary>
    public bool HasOwnZone { get; init; }
}

/// <summary>Reads points in time. Which formats of a rule can be meant is worked out once a file.</summary>
internal sealed class TimeReader(Layout layout, Refusals refusals)
{
    private readonly Dictionary<TimeRule, string[]> formatsOf = new(ReferenceEqualityComparer.Instance);

    /// <summary>Null, and refused, where it cannot be read; null alone where it is empty and not needed.</summary>
    public ToldTime? Read(TimeRule rule, SourceRecord record, bool needed)
    {
        var field = rule.Of.Read(record);
        if (field.IsEmpty)
        {
            return needed ? refusals.Refuse<ToldTime?>(field, "is empty; a date is needed.", null) : null;
        }

        if (!DateText.TryRead(field.Text, Formats(rule), DateOrder.AsFormats, out var local, out var offset, out var hasTime))
        {
            return refusals.Refuse<ToldTime?>(field, $"is not a date written like {Example(rule)}. {Cure()}", null);
        }

        var day = DateOnly.FromDateTime(local);
        var hasOwnClock = false;
        if (!hasTime && rule.TimeOfDay is { } clock && clock.Read(record) is { IsEmpty: false } time)
        {
            if (!DateText.TryTimeOfDay(time.Text, rule.TimeFormats, out var ofDay))
            {
                return refusals.Refuse<ToldTime?>(time, "is not a time of day written like 20:32:01.", null);
            }

            local += ofDay;
            hasTime = hasOwnClock = true;
        }

        if (offset is { } stated)
        {
            return new ToldTime(ZoneText.ToUtc(local, stated), null, day) { HasOwnClock = hasOwnClock };
        }

        if (rule.ZoneOf is { } named && named.Read(record) is { IsEmpty: false } zone)
        {
            return InZone(local, hasTime, zone.ToString()) is { } inZone ? inZone with { HasOwnClock = hasOwnClock, HasOwnZone = true }
                : refusals.Refuse<ToldTime?>(zone, "is not a time zone that is known, such as PDT, CET, UTC+3 or Europe/Berlin.", null);
        }

        return rule.Zone switch
        {
            TimeRule.OffsetInText => refusals.Refuse<ToldTime?>(field, "has no offset to UTC. Write it like 2026-05-06T09:00:00+03:00, or with Z for UTC.", null),
            TimeRule.UnknownZone => new ToldTime(DateTime.SpecifyKind(local, DateTimeKind.Utc), hasTime ? null : Moments.OfDayAnywhere(day), day) { HasOwnClock = hasOwnClock },
            var known => (InZone(local, hasTime, known) ?? throw new InvalidOperationException($"{layout.Name}: zone {known}.")) with { HasOwnClock = hasOwnClock },
        };
    }

    /// <summary>The file's own text of a time that was read: the date, and what else was looked at.</summary>
    public static string TextOf(ToldTime told, TimeRule rule, SourceRecord record)
    {
        var text = rule.Of.Read(record).ToString();
        text = told.HasOwnClock ? $"{text} {rule.TimeOfDay!.Read(record).Text}" : text;
        return told.HasOwnZone ? $"{text} {rule.ZoneOf!.Read(record).Text}" : text;
    }

    /// <summary>Null where there is no such zone.</summary>
    private static ToldTime? InZone(DateTime local, bool hasTime, string zone) =>
        !ZoneText.TryToUtc(local, zone, out var utc) ? null
        : hasTime || !ZoneText.TryDay(local, zone, out var day) ? new ToldTime(utc, null, DateOnly.FromDateTime(local))
        : new ToldTime(utc, day, DateOnly.FromDateTime(local));

    private string[] Formats(TimeRule rule)
    {
        if (!formatsOf.TryGetValue(rule, out var formats))
        {
            string[] all = layout.IsWorkbook ? [.. rule.Formats, DateText.Iso] : rule.Formats;
            formatsOf.Add(rule, formats = Array.FindAll(all, format => DateText.MayBe(format, layout.DateOrder)));
        }

        return formats;
    }

    private string Example(TimeRule rule)
    {
        var format = Array.Find(rule.Formats, f => f == DateText.Iso || DateText.OrderOf(f) == layout.DateOrder) ?? rule.Formats[0];
        return format != DateText.Iso ? new DateTime(2026, 5, 31, 9, 0, 0, DateTimeKind.Utc).ToString(format, CultureInfo.InvariantCulture)
            : rule.Zone == TimeRule.OffsetInText ? "2026-05-31T09:00:00+03:00" : "2026-05-31 09:00:00";
    }

    private string Cure() => layout.OwnerColumn is null
        ? $"If the day exists and the format has changed, add it to formats in {layout.SettingsFile}."
        : "Check that the day exists.";
}
