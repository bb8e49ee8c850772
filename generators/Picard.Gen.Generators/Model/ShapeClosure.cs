using System.Runtime.CompilerServices;

namespace Picard.Gen.Generators;

/// <summary>
/// Follows names from the signatures of handlers to the declarations that they may mean. Of several types of one name all are taken: the emitted
/// code names each in full, so one too many does no harm.
/// </summary>
internal sealed class ShapeClosure
{
    // With the type, so that an edit looks at one type and not at all.
    private static readonly ConditionalWeakTable<TypeModel, List<TypeName>> s_names = new();

    private readonly DeclaredTypes _declared;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<string> _names = new();
    private readonly List<TypeModel> _types = [];
    private readonly List<WantedType> _wanted = [];
    private readonly HashSet<(string Key, string Qualifier, EquatableArray<string> Usings, string Namespace)> _asked = [];

    private ShapeClosure(DeclaredTypes declared) => _declared = declared;

    public static ClosureModel Of(DeclaredTypes declared, EquatableArray<SignatureModel> signatures)
    {
        var closure = new ShapeClosure(declared);
        for (var i = 0; i < signatures.Count; i++)
        {
            var names = signatures[i].Json;
            for (var n = 0; n < names.Count; n++)
            {
                closure.Add(names[n], signatures[i].Scope);
            }
        }

        closure.Follow();
        return new ClosureModel(closure._types, closure._wanted);
    }

    private static List<TypeName> NamesIn(TypeModel type)
    {
        var names = new List<TypeName>();
        foreach (var member in type.Members)
        {
            TypeName.AddTo(names, member.Type);
        }

        foreach (var @base in type.Bases)
        {
            names.Add(TypeName.Of(@base.Key, @base.Qualifier));
            foreach (var argument in @base.Arguments)
            {
                TypeName.AddTo(names, argument);
            }
        }

        return [.. names.Distinct()];
    }

    private void Follow()
    {
        while (_names.Count > 0)
        {
            foreach (var type in _declared.Named(_names.Dequeue()))
            {
                if (type.Hindrance is not null)
                {
                    continue;
                }

                _types.Add(type);
                foreach (var name in s_names.GetValue(type, static t => NamesIn(t)))
                {
                    Add(name, type.Scope);
                }
            }
        }
    }

    private void Add(TypeName name, ScopeModel scope)
    {
        if (_seen.Contains(name.Key))
        {
            return;
        }

        if (_declared.Contains(name.Key))
        {
            _ = _seen.Add(name.Key);
            _names.Enqueue(name.Key);
        }
        else if (!name.IsFramework && _asked.Add((name.Key, name.Qualifier, scope.Usings, scope.Namespace)))
        {
            _wanted.Add(new WantedType(name.Key, name.Qualifier, ImportsOf(scope)));
        }
    }

    private List<string> ImportsOf(ScopeModel scope)
    {
        var imports = new List<string> { "" };
        for (var enclosing = scope.Namespace; enclosing.Length > 0; enclosing = enclosing.LastIndexOf('.') is >= 0 and var dot ? enclosing.Substring(0, dot) : "")
        {
            imports.Add(enclosing);
        }

        imports.AddRange(scope.Usings.Concat(scope.NamespaceUsings).Select(ImportOf).Where(static n => n.Length > 0));
        imports.AddRange(_declared.GlobalUsings);
        return imports;
    }

    /// <summary>The namespace of <c>using A.B;</c>; empty for an alias and for <c>using static</c>.</summary>
    private static string ImportOf(string directive)
    {
        const string Using = "using ";
        return directive.StartsWith(Using, StringComparison.Ordinal) && directive.IndexOf('=') < 0 && directive.IndexOf(" static ", StringComparison.Ordinal) < 0
            ? directive.Substring(Using.Length).TrimEnd(';', ' ').Replace("global::", "")
            : "";
    }
}
