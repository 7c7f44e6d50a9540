namespace Reconciler.Core.Records;

/// <summary>One statement of a wallet as it came.</summary>
/// <param name="AtUtc">The clock (UTC) of the run that read it.</param>
/// <param name="FirstRowUtc">When its earliest row was booked; null where it has none.</param>
/// <param name="LastRowUtc">When its latest row was booked.</param>
public sealed record StatementArrival(DateTime AtUtc, DateTime? FirstRowUtc = null, DateTime? LastRowUtc = null);
