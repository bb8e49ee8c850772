using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>The types that names may mean: those of the project's sources, and those that were found in its references.</summary>
internal sealed class TypeTable
{
    // Limit: an alias cannot stand for itself, but text in an editor may say so.
    private const int MaxAliasDepth = 8;

    private readonly Dictionary<string, List<DeclaredType>> _byKey = new(StringComparer.Ordinal);
    private readonly HashSet<string> _globalUsings;

    public TypeTable(EquatableArray<TreeModel> trees, EquatableArray<TypeModel> referenced)
    {
        _globalUsings = [.. trees.SelectMany(static t => t.GlobalUsings)];
        foreach (var type in trees.SelectMany(static t => t.Types).Concat(referenced))
        {
            if (!_byKey.TryGetValue(type.Key, out var same))
            {
                _byKey.Add(type.Key, same = []);
            }

            var known = same.FindIndex(t => t.Main.FullName == type.FullName);
            if (known < 0)
            {
                same.Add(new DeclaredType([type]));
            }
            else
            {
                same[known].Parts.Add(type);
            }
        }
    }

    /// <summary>Replaces type parameters and aliases by what they stand for.</summary>
    public static TypeReference Expand(TypeReference type)
    {
        for (var depth = 0; depth < MaxAliasDepth && type.Syntax is IdentifierNameSyntax name; depth++)
        {
            if (type.Scope.Arguments.TryGetValue(name.Identifier.ValueText, out var argument))
            {
                type = argument;
            }
            else if (type.Scope.AliasOf(name.Identifier.ValueText) is { } target)
            {
                type = type with { Syntax = target };
            }
            else
            {
                break;
            }
        }

        return type;
    }

    /// <summary>The declared type that a name means; null if it means none that can be seen.</summary>
    public DeclaredType? Find(TypeReference type)
    {
        if (type.Name is null || !_byKey.TryGetValue(type.Key, out var candidates))
        {
            return null;
        }

        var qualifier = type.Syntax switch
        {
            QualifiedNameSyntax qualified => qualified.Left.ToString().Replace("global::", ""),
            _ => "",
        };
        var best = candidates.OrderByDescending(c => Closeness(c.Main, qualifier, type.Scope)).First();

        // What is not in sight is still meant, unless the framework has a type of the name: only one of them would compile.
        return Closeness(best.Main, qualifier, type.Scope) > 0 || (qualifier.Length == 0 && !FrameworkNames.Contains(type.Key)) ? best : null;
    }

    private int Closeness(TypeModel candidate, string qualifier, TypeScope from)
    {
        var container = candidate.FullName.Substring(0, candidate.FullName.Length - candidate.Name.Length).TrimEnd('.');
        if (qualifier.Length > 0)
        {
            if (container == qualifier)
            {
                return 2000;
            }

            if (!container.EndsWith("." + qualifier, StringComparison.Ordinal))
            {
                return 0;
            }

            container = container.Substring(0, container.Length - qualifier.Length - 1);
        }

        return container.Length == 0 ? 1
            : (from.FullName + ".").StartsWith(container + ".", StringComparison.Ordinal) ? 1000 + container.Length
            : _globalUsings.Contains(container) || from.Scope.Usings.Concat(from.Scope.NamespaceUsings).Any(u => u.EndsWith(" " + container + ";", StringComparison.Ordinal)) ? 500
            : 0;
    }
}

/// <summary>A type with all its parts.</summary>
/// <param name="Parts">The parts.</param>
internal sealed record DeclaredType(List<TypeModel> Parts)
{
    /// <summary>The part that speaks for all: a record's is the one with the parameters.</summary>
    public TypeModel Main => Parts.FirstOrDefault(static p => p.Constructors.Any(static c => c.IsPrimary)) ?? Parts[0];

    /// <summary>Why its JSON is not ours to say; null: nothing hinders.</summary>
    public string? Hindrance => Parts.Select(static p => p.Hindrance).FirstOrDefault(static h => h is not null);

    /// <summary>Whether it says that it can be read from text.</summary>
    public bool IsParsable => Parts.SelectMany(static p => p.Bases).Any(static b => b.Name is "IParsable" or "ISpanParsable" or "IUtf8SpanParsable");
}
