namespace Picard.Gen;

/// <summary>Whether the path of a target can be routed.</summary>
internal enum PathStatus
{
    /// <summary>Its segments are known.</summary>
    Ready,

    /// <summary>The target is <c>*</c>: the server as a whole.</summary>
    Asterisk,

    /// <summary>The target is an authority: a tunnel's end.</summary>
    NoPath,

    /// <summary>A '%' without two hexadecimal digits, or an encoded NUL.</summary>
    Malformed,

    /// <summary>Dot segments that climb above the root.</summary>
    AboveRoot,
}
