namespace Picard.Gen.Generators;

/// <summary>
/// Follows names from the signatures of handlers to the declarations that they may mean. Of several types of one name all are taken: the emitted
/// code names each in full, so one too many does no harm.
/// </summary>
internal sealed class ShapeClosure
{
    private readonly Dictionary<string, List<TypeModel>> _declared = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<string> _names = new();
    private readonly List<TypeModel> _types = [];
    private readonly List<WantedType> _wanted = [];
    private readonly HashSet<(string Key, string Qualifier, EquatableArray<string> Usings, string Namespace)> _asked = [];
    private readonly List<string> _globalUsings;

    private ShapeClosure(EquatableArray<TreeModel> trees)
    {
        _globalUsings = [.. trees.SelectMany(static t => t.GlobalUsings).Distinct(StringComparer.Ordinal)];
        for (var t = 0; t < trees.Count; t++)
        {
            var types = trees[t].Types;
            for (var i = 0; i < types.Count; i++)
            {
                if (!_declared.TryGetValue(types[i].Key, out var same))
                {
                    _declared.Add(types[i].Key, same = new List<TypeModel>(1));
                }

                same.Add(types[i]);
            }
        }
    }

    public static ClosureModel Of(EquatableArray<TreeModel> trees, EquatableArray<HandlerModel> handlers)
    {
        if (handlers.Count == 0)
        {
            return new ClosureModel(default, default);
        }

        var closure = new ShapeClosure(trees);
        for (var i = 0; i < handlers.Count; i++)
        {
            closure.AddRoots(handlers[i]);
        }

        closure.Follow();
        return new ClosureModel(closure._types, closure._wanted);
    }

    private void AddRoots(HandlerModel handler)
    {
        if (handler.Whole.Json is not null)
        {
            return;
        }

        foreach (var endpoint in handler.Part.Endpoints)
        {
            if (endpoint.Json is null)
            {
                Add(endpoint.ResultShape, handler.Part.Scope);
                foreach (var parameter in endpoint.Parameters)
                {
                    Add(endpoint.JsonShapeOf(parameter), handler.Part.Scope);
                }
            }
        }
    }

    private void Follow()
    {
        while (_names.Count > 0)
        {
            foreach (var type in _declared[_names.Dequeue()])
            {
                if (type.Hindrance is not null)
                {
                    continue;
                }

                _types.Add(type);
                foreach (var member in type.Members)
                {
                    Add(member.Type, type.Scope);
                }

                foreach (var @base in type.Bases)
                {
                    Add(@base.Key, @base.Qualifier, type.Scope);
                    foreach (var argument in @base.Arguments)
                    {
                        Add(argument, type.Scope);
                    }
                }
            }
        }
    }

    private void Add(ShapeText? type, ScopeModel scope)
    {
        if (type is not null)
        {
            for (var i = 0; i < type.Names.Count; i++)
            {
                var name = type.Names[i];
                var bar = name.IndexOf('|');
                Add(name.Substring(bar + 1), bar < 0 ? "" : name.Substring(0, bar), scope);
            }
        }
    }

    private void Add(string key, string qualifier, ScopeModel scope)
    {
        if (_declared.ContainsKey(key))
        {
            if (_seen.Add(key))
            {
                _names.Enqueue(key);
            }
        }
        else if (!FrameworkNames.Contains(key) && _asked.Add((key, qualifier, scope.Usings, scope.Namespace)))
        {
            _wanted.Add(new WantedType(key, qualifier, ImportsOf(scope)));
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
        imports.AddRange(_globalUsings);
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
