using System.Globalization;

namespace Picard.Gen.Generators;

/// <summary>What the framework holds for one exchange of a method at the most.</summary>
/// <param name="Handler">The method as people say it.</param>
/// <param name="Route">Its request methods and pattern.</param>
/// <param name="Items">What it is made of.</param>
/// <param name="Besides">A limit as written, where its value cannot be told from the text; or null.</param>
/// <param name="IsUnlimited">Whether the method asks for no limit, by name.</param>
/// <param name="IsOffloaded">Whether it, or some event, runs on the thread pool.</param>
internal sealed record BudgetModel(string Handler, string Route, IReadOnlyList<(string What, long Bytes)> Items, string? Besides, bool IsUnlimited, bool IsOffloaded)
{
    public long Bytes => Items.Sum(static i => i.Bytes);

    /// <summary>The sum, for a table.</summary>
    public string Total => IsUnlimited ? "unlimited" : Number(Bytes) + (Besides is null ? "" : $" + {Besides}");

    /// <summary>The sum and what it is made of, for a comment.</summary>
    public string Explanation => (IsUnlimited ? "unlimited: MaxContent.Unlimited + " : $"{Total} = ")
        + string.Join(" + ", Items.Select(static i => $"{i.What} {Number(i.Bytes)}").Concat(Besides is null || IsUnlimited ? [] : [Besides]));

    /// <summary>The attribute of the assembly that says it.</summary>
    public string Attribute
    {
        get
        {
            var bytes = IsUnlimited ? $"{KnownNames.ExchangeBudget}Attribute.Unlimited" : Bytes.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '_');
            var besides = Besides is null || IsUnlimited ? "" : $", Besides = {Literal.Of(Besides)}";
            return $"[assembly: {KnownNames.ExchangeBudget}({Literal.Of(Handler)}, {Literal.Of(Route)}, {bytes}{besides}{(IsOffloaded ? ", IsOffloaded = true" : "")})]";
        }
    }

    private static string Number(long bytes) => bytes.ToString("#,0", CultureInfo.InvariantCulture);
}
