namespace Picard.Gen;

/// <summary>Where a parameter's value comes from, as emitted code says it: <c>Source.Query("page"u8)</c>.</summary>
public readonly ref struct Source
{
    private Source(SourceKind kind, ReadOnlySpan<byte> name, int segment, ReadOnlySpan<byte> whenMissing)
    {
        Kind = kind;
        Name = name;
        Segment = segment;
        WhenMissing = whenMissing;
    }

    internal SourceKind Kind { get; }

    internal ReadOnlySpan<byte> Name { get; }

    internal int Segment { get; }

    /// <summary>The default that the route pattern gives, or empty.</summary>
    internal ReadOnlySpan<byte> WhenMissing { get; }

    /// <summary>One segment of the path.</summary>
    /// <param name="segment">The segment's index.</param>
    /// <param name="name">The parameter's name in the pattern, for the answer to a bad value.</param>
    /// <returns>The source.</returns>
    public static Source Route(int segment, ReadOnlySpan<byte> name) => new(SourceKind.Route, name, segment, default);

    /// <summary>One segment of the path, with the text that stands for it when the path ends before.</summary>
    /// <param name="segment">The segment's index.</param>
    /// <param name="name">The parameter's name in the pattern, for the answer to a bad value.</param>
    /// <param name="whenMissing">The default of the pattern.</param>
    /// <returns>The source.</returns>
    public static Source Route(int segment, ReadOnlySpan<byte> name, ReadOnlySpan<byte> whenMissing) => new(SourceKind.Route, name, segment, whenMissing);

    /// <summary>The rest of the path.</summary>
    /// <param name="segment">The index of the first segment of the rest.</param>
    /// <param name="name">The parameter's name in the pattern, for the answer to a bad value.</param>
    /// <returns>The source.</returns>
    public static Source Rest(int segment, ReadOnlySpan<byte> name) => new(SourceKind.Rest, name, segment, default);

    /// <summary>The query of the request target.</summary>
    /// <param name="name">The name in the query.</param>
    /// <returns>The source.</returns>
    public static Source Query(ReadOnlySpan<byte> name) => new(SourceKind.Query, name, -1, default);

    /// <summary>The field lines of one name.</summary>
    /// <param name="name">The field name.</param>
    /// <returns>The source.</returns>
    public static Source Header(ReadOnlySpan<byte> name) => new(SourceKind.Header, name, -1, default);

    /// <summary>The cookies of one name.</summary>
    /// <param name="name">The cookie name.</param>
    /// <returns>The source.</returns>
    public static Source Cookie(ReadOnlySpan<byte> name) => new(SourceKind.Cookie, name, -1, default);

    /// <summary>The fields of the form that the content is; <see cref="Exchange.TryReadForm"/> comes before.</summary>
    /// <param name="name">The name of the field.</param>
    /// <returns>The source.</returns>
    public static Source Form(ReadOnlySpan<byte> name) => new(SourceKind.Form, name, -1, default);
}
