using System.Text;
using Picard.Gen;

namespace Picard;

/// <summary>What is wrong with a value, collected by <see cref="IValidatable.Validate"/>. It takes no memory until something is.</summary>
public struct Violations
{
    // Limit: content from outside may have any number of items, and an answer is for people: more says nothing new.
    private const int MaxCount = 100;

    private List<(string Path, string Message)>? _all;
    private string? _path;

    /// <summary>How many there are; none are taken beyond 100.</summary>
    public readonly int Count => _all?.Count ?? 0;

    /// <summary>Whether no more are taken, so that looking on is of no use.</summary>
    public readonly bool IsFull => Count == MaxCount;

    /// <summary>Adds a violation.</summary>
    /// <param name="path">The member, as clients call it, such as <c>age</c> or <c>items[3].name</c>.</param>
    /// <param name="message">What it must be. It is sent to the client.</param>
    public void Add(string path, string message)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(message);
        if (!IsFull)
        {
            (_all ??= []).Add((Below(path), message));
        }
    }

    /// <summary>Asks a part of the value too; its violations get the part's path before their own.</summary>
    /// <typeparam name="T">The type of the part.</typeparam>
    /// <param name="path">The member, as clients call it, such as <c>items[3]</c>.</param>
    /// <param name="part">The part; null has no violations.</param>
    public void Check<T>(string path, T? part)
        where T : IValidatable
    {
        ArgumentNullException.ThrowIfNull(path);
        if (part is null || IsFull)
        {
            return;
        }

        var outer = _path;
        _path = Below(path);
        part.Validate(ref this);
        _path = outer;
    }

    /// <summary>Lets a value be asked, and refuses the request if it is not good.</summary>
    internal static bool Accept<T>(Exchange exchange, ReadOnlySpan<byte> parameter, T value) =>
        Of(value) is not { Count: > 0 } violations || exchange.Refuse(violations.ToProblem(Encoding.UTF8.GetString(parameter), subject: null));

    /// <summary>Asks a value, if it is one that can be asked.</summary>
    internal static Violations Of<T>(T value)
    {
        var violations = default(Violations);
        if (value is IValidatable validatable)
        {
            validatable.Validate(ref violations);
        }

        return violations;
    }

    /// <summary>The answer to a value that is not good.</summary>
    /// <param name="parameter">The parameter that it is the value of, or an item of the value.</param>
    /// <param name="subject">What is not good, if it is not the whole value.</param>
    internal readonly Problem ToProblem(string parameter, string? subject)
    {
        var errors = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var group in _all!.GroupBy(static v => v.Path, static v => v.Message, StringComparer.Ordinal))
        {
            errors.Add(group.Key, [.. group]);
        }

        return new Problem(StatusCode.BadRequest) { Detail = $"{subject ?? $"The value of '{parameter}'"} is not valid.", Parameter = parameter, Errors = errors };
    }

    private readonly string Below(string path) => string.IsNullOrEmpty(_path) ? path : path.Length == 0 || path[0] == '[' ? _path + path : $"{_path}.{path}";
}
