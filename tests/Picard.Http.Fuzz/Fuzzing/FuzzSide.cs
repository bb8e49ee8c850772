namespace Picard.Http.Fuzz;

/// <summary>Who sends the octets.</summary>
public enum FuzzSide
{
    /// <summary>A client: the octets are requests.</summary>
    Requests,

    /// <summary>A server: the octets are responses, to the methods of <see cref="FuzzTarget"/>.</summary>
    Responses,
}
