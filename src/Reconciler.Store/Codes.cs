using System.Runtime.CompilerServices;
using Reconciler.Core.Records;

namespace Reconciler.Store;

/// <summary>The numbers under which SQLite keeps the values of a closed set: their own, from 0. A value that is added goes to the end of its set.</summary>
internal static class Codes<T>
    where T : struct, Enum
{
    private static readonly T[] ByNumber = Enum.GetValues<T>();

    /// <summary>The name for a number.</summary>
    public static Func<long, string> NameOf { get; } = number => Of(number).ToName();

    public static long NumberOf(T value) => Unsafe.BitCast<T, int>(value);

    /// <exception cref="ArgumentException">There is no such value.</exception>
    public static T Of(long number) =>
        number >= 0 && number < ByNumber.Length ? ByNumber[number] : throw new ArgumentException($"{number} is no {typeof(T).Name}.", nameof(number));
}
