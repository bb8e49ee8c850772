namespace Picard.Gen.Generators;

/// <summary>Writes the surroundings of a declaration again, so that names in emitted code mean what they mean in the user's.</summary>
internal static class ScopeEmitter
{
    /// <summary>Opens everything up to and including the class itself.</summary>
    /// <param name="text">Where to write.</param>
    /// <param name="part">The declaration.</param>
    /// <param name="baseList">What follows the class name, such as <c> : IApplication&lt;App&gt;</c>.</param>
    /// <param name="usesShapes">Whether JSON shapes are looked for.</param>
    /// <param name="insideContainingType">Writes more members of a containing type, given its index.</param>
    public static void Open(SourceText text, PartModel part, string baseList = "", Action<int>? insideContainingType = null, bool usesShapes = false)
    {
        OpenAround(text, part.Scope, insideContainingType, usesShapes);
        text.Open($"partial {part.Keyword} {part.Name}{baseList}");
    }

    public static void Close(SourceText text, PartModel part) => Close(text, part.Scope);

    /// <summary>Opens everything around a type.</summary>
    /// <param name="text">Where to write.</param>
    /// <param name="scope">The surroundings.</param>
    /// <param name="insideContainingType">Writes more members of a containing type, given its index.</param>
    /// <param name="usesShapes">Whether JSON shapes are looked for.</param>
    public static void OpenAround(SourceText text, ScopeModel scope, Action<int>? insideContainingType = null, bool usesShapes = false)
    {
        text.Line();
        text.Line("#nullable enable annotations");
        text.Line();
        Lines(text, usesShapes ? new EquatableArray<string>([.. scope.Usings, $"using global::{KnownNames.ShapeNamespace};"]) : scope.Usings);
        if (scope.Namespace.Length > 0)
        {
            text.Line($"namespace {scope.Namespace};");
            text.Line();
        }

        Lines(text, scope.NamespaceUsings);
        for (var i = 0; i < scope.Types.Count; i++)
        {
            text.Open($"partial {scope.Types[i].Keyword} {scope.Types[i].Name}");
            insideContainingType?.Invoke(i);
        }
    }

    /// <summary>Closes a type and everything around it.</summary>
    public static void Close(SourceText text, ScopeModel scope)
    {
        for (var i = 0; i <= scope.Types.Count; i++)
        {
            text.Close();
        }
    }

    private static void Lines(SourceText text, EquatableArray<string> lines)
    {
        foreach (var line in lines)
        {
            text.Line(line);
        }

        if (lines.Count > 0)
        {
            text.Line();
        }
    }
}
