namespace Picard.Gen.Tasks;

/// <summary>A method as references to it name it.</summary>
/// <param name="Type">The name of the declaring type.</param>
/// <param name="Parameters">The names of the parameters' types.</param>
internal sealed record MethodName(string Type, string Member, IReadOnlyList<string> Parameters, string Returns, bool HasThis)
{
    /// <summary>The same for a definition and for every reference to it.</summary>
    public string Key { get; } = $"{Type}: {Member}({string.Join(",", Parameters.Select(TypeNames.Short))})";

    /// <summary>As a user would say it; null: the compiler made it.</summary>
    public string? Shown
    {
        get
        {
            if (Member.Contains('<') || Type.Contains('<'))
            {
                return null;
            }

            var type = TypeNames.Short(Type);
            var member = Member.StartsWith("get_", StringComparison.Ordinal) || Member.StartsWith("set_", StringComparison.Ordinal) ? Member.Substring("get_".Length) : Member;
            return member == ".ctor" ? $"new {type}" : $"{type}.{member.Substring(member.LastIndexOf('.') + 1)}";
        }
    }

    public bool Equals(MethodName? other) => other is not null && other.Key == Key;

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Key);
}
