namespace Picard.Gen.Generators;

/// <summary>A route pattern, understood: <c>/users/{id:int}/files/{**path}</c>.</summary>
/// <remarks>Pure: text in, segments or an error out. The generator and the analyzers share it, so what one emits the other accepts.</remarks>
internal sealed class RoutePattern : IEquatable<RoutePattern>
{
    // Limit: an exchange keeps the offsets of this many segments in place; ASP.NET Core's limit on patterns is 28.
    public const int MaxSegments = 32;

    internal RoutePattern(string text, IReadOnlyList<RouteSegment> segments)
    {
        Text = text;
        Segments = segments;
    }

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    public IReadOnlyList<RouteSegment> Segments { get; }

    /// <summary>The index of the segment that holds a parameter, or -1. Names are compared without case, as in C# binding from routes elsewhere.</summary>
    public int IndexOf(string parameterName)
    {
        for (var i = 0; i < Segments.Count; i++)
        {
            if (Segments[i].IsParameter && string.Equals(Segments[i].Text, parameterName, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether both are written alike, and so mean the same.</summary>
    public bool Equals(RoutePattern? other) => other is not null && Text == other.Text;

    public override bool Equals(object? obj) => Equals(obj as RoutePattern);

    public override int GetHashCode() => Text.GetHashCode();

    /// <summary>Understands a pattern.</summary>
    /// <returns>Exactly one of the two outputs is not null.</returns>
    public static bool TryParse(string text, out RoutePattern? pattern, out RoutePatternError? error)
    {
        var parser = new RoutePatternParser(text);
        pattern = parser.Parse();
        error = parser.Error;
        return pattern is not null;
    }
}
