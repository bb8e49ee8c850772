namespace Picard.Gen.Analyzers;

/// <summary>What names of fields, cookies and subprotocols are made of.</summary>
internal static class FieldNames
{
    // RFC 9110 §5.6.2: tchar.
    public static bool IsTokenCharacter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || "!#$%&'*+-.^_`|~".IndexOf(c) >= 0;
}
