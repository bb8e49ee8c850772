namespace Picard.Gen;

/// <summary>The parts of a request that parameters are bound from.</summary>
internal enum SourceKind
{
    Route,
    Rest,
    Query,
    Header,
    Cookie,
    Form,
}
