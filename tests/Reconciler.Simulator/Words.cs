namespace Reconciler.Simulator;

/// <summary>Invented names and goods.</summary>
internal static class Words
{
    public static readonly IReadOnlyList<string> Sellers = ["Alba", "Brixon", "Corvane", "Delmira", "Estovar", "Fennick", "Gralto", "Hembury", "Iskaro", "Jolvent", "Kesmar", "Lorrigan", "Mavelle", "Nordwen", "Ostrava"];

    public static readonly IReadOnlyList<string> Trades = ["Lighting", "Tools", "Paper", "Textiles", "Cables", "Optics", "Kitchen", "Toys", "Garden", "Print", "Parts", "Leather"];

    public static readonly IReadOnlyList<string> Goods = ["desk lamp", "cable, two metres", "set of brushes", "phone case", "notebook", "bicycle bell", "linen cloth", "screwdriver set", "pot with lid", "reading glasses"];
}
