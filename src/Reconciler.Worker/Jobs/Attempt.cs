using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Reconciler.Core.Disputes;
using Reconciler.Store;

namespace Reconciler.Worker.Jobs;

/// <summary>Who hands a mail over, and by which way: noted with the move to sending, before a server hears of it, for whoever finds it there.</summary>
/// <param name="Way"><see cref="Smtp"/>, or the outbox folder.</param>
/// <param name="ProcessStartedAtUtc">Tells it from a later process with the same id.</param>
internal sealed record Attempt(string Way, string Machine, int ProcessId, DateTime ProcessStartedAtUtc)
{
    public const string Smtp = "smtp";

    // On Linux the start is reckoned from the time since boot, by each process anew.
    private static readonly TimeSpan SameStart = TimeSpan.FromSeconds(1);

    private bool IsHere => string.Equals(Machine, Environment.MachineName, StringComparison.OrdinalIgnoreCase);

    public static Attempt ByThisProcess(string way)
    {
        using var self = Process.GetCurrentProcess();
        return new Attempt(way, Environment.MachineName, self.Id, self.StartTime.ToUniversalTime());
    }

    /// <summary>The last try, or null where nobody noted who made it.</summary>
    public static Attempt? LastOf(IReadOnlyList<DisputeMove> moves) => moves.LastOrDefault(m => m.To == DisputeState.Sending) is { } begun ? Read(begun.Note) : null;

    /// <summary>The try that a note tells of, or null.</summary>
    public static Attempt? Read(string note)
    {
        try
        {
            return JsonSerializer.Deserialize<Attempt>(note);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string ToNote() => JsonSerializer.Serialize(this);

    /// <summary>Whether it wrote to just this folder.</summary>
    public bool WroteTo(string folder) => IsHere && Way == folder;

    /// <summary>Whether its process is known to have ended. False also where that cannot be told: on another machine.</summary>
    public bool HasEnded()
    {
        if (!IsHere)
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return (process.StartTime.ToUniversalTime() - ProcessStartedAtUtc).Duration() > SameStart;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // There is no such process, or it ended just now.
            return true;
        }
        catch (Win32Exception)
        {
            // There is one, of which this user may know nothing.
            return false;
        }
    }
}
