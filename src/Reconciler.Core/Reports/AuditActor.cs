namespace Reconciler.Core.Reports;

/// <summary>An account of the operating system, as the audit names who acts.</summary>
/// <param name="Name">As people know it: <c>ann</c>, on Windows <c>DOMAIN\ann</c>.</param>
/// <param name="Id">What stays when the name changes: <c>uid 1000</c>, on Windows the SID.</param>
public sealed record AuditActor(string Name, string Id)
{
    /// <summary>Reads what <see cref="ToString"/> writes; lines from before ids were kept hold the name alone.</summary>
    public static AuditActor Parse(string text)
    {
        var open = text.EndsWith(')') ? text.LastIndexOf(" (", StringComparison.Ordinal) : -1;
        return open < 0 ? new AuditActor(text, string.Empty) : new AuditActor(text[..open], text[(open + 2)..^1]);
    }

    /// <summary>Whether two are one person: one account, whatever it is called. Where one of them was kept without an id, the names decide, without the domain.</summary>
    public bool IsSamePersonAs(AuditActor other) =>
        Id.Length > 0 && other.Id.Length > 0 ? Id == other.Id : Alone(Name).Equals(Alone(other.Name), StringComparison.OrdinalIgnoreCase);

    /// <summary>Such as <c>ann (uid 1000)</c>.</summary>
    public override string ToString() => Id.Length == 0 ? Name : $"{Name} ({Id})";

    private static string Alone(string name) => name[(name.LastIndexOf('\\') + 1)..];
}
