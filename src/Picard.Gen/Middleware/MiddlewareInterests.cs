namespace Picard.Gen;

/// <summary>The events that cost something for each run of content, where some middleware has them.</summary>
[Flags]
public enum MiddlewareInterests
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>The request content, its trailer section or its end.</summary>
    Request = 1,

    /// <summary>The response content, its trailer section or its end.</summary>
    Response = 2,
}
