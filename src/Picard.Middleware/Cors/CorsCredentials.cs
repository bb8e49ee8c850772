namespace Picard;

/// <summary>Whether pages of other origins may send the user's cookies and see answers to requests that had some.</summary>
public enum CorsCredentials
{
    /// <summary>They may not.</summary>
    Omit,

    /// <summary>They may.</summary>
    Include,
}
