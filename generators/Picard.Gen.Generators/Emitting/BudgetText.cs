namespace Picard.Gen.Generators;

/// <summary>Budgets as emitted files say them.</summary>
internal static class BudgetText
{
    /// <summary>The lines of a header comment.</summary>
    public static void Header(SourceText text, IReadOnlyList<BudgetModel> budgets)
    {
        if (budgets.Count == 0)
        {
            return;
        }

        text.Line("//");
        text.Line("// Held for one exchange at the most, in octets, besides what the handler makes itself:");
        foreach (var line in RouteText.InColumns(budgets.Select(static b => (b.Route, b.Explanation)), " "))
        {
            text.Line($"//   {RouteText.InComment(line)}");
        }
    }
}
