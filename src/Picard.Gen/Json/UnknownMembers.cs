namespace Picard.Gen;

/// <summary>What becomes of members that a type does not have.</summary>
public enum UnknownMembers
{
    /// <summary>They are skipped.</summary>
    Skipped,

    /// <summary>The JSON is refused: <c>[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]</c>.</summary>
    Refused,
}
