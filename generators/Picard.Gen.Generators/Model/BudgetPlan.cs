namespace Picard.Gen.Generators;

/// <summary>Adds up what the framework holds for one exchange, from a method's parameters, result and attributes as they are written.</summary>
/// <remarks>Where the text leaves open what the compiler will make of a parameter, it is what costs most: a type that may be JSON content, or text of the query, counts as content.</remarks>
internal static class BudgetPlan
{
    // What a part of a form holds is percent-encoded with the others, where every octet may become three.
    private const long PairsFactor = 3;

    /// <summary>Of a route's method.</summary>
    public static BudgetModel Of(HandlerModel handler, EndpointModel endpoint)
    {
        var budget = new Sum();
        var limit = endpoint.MaxContent ?? handler.Whole.MaxContent;
        if (endpoint.Parameters.Any(p => Collects(endpoint, p)))
        {
            budget.AddContent(limit);
        }

        if (endpoint.Parameters.Any(p => MayBeForm(endpoint, p)))
        {
            // Collected, and beside it the pairs that were made of it.
            budget.AddContent(limit);
            budget.AddContent(limit, "form", PairsFactor);
        }

        if (endpoint.Parameters.Any(static p => p.IsItems))
        {
            budget.Add("item", Bounds.ItemBytes);
        }

        if (endpoint.Parameters.Any(static p => p.IsOf("MultipartReader")))
        {
            budget.Add("part", Bounds.PartBytes);
        }

        var policy = handler.SlowConsumerOf(endpoint);
        var isRelayed = policy is not null && !policy.Drop.EndsWith("None", StringComparison.Ordinal);
        if (isRelayed)
        {
            budget.AddItems(policy!.MaxBytes ?? "0");
        }

        // Content that streams is read and written where the transport has it; items that are relayed are copied.
        var lends = !isRelayed && (endpoint.ReturnsItems || endpoint.Parameters.Any(static p => p.IsOf("ContentWriter")));
        budget.Add("output", lends ? Bounds.LendingOutputBytes : Bounds.OutputBytes);
        return budget.Model(
            $"{handler.Part.DisplayName}.{Literal.Plain(endpoint.Name)}", RouteText.Of(endpoint.Methods, endpoint.Pattern), handler.Offloads(endpoint));
    }

    /// <summary>Of an event handler: its content comes piece by piece, and is not collected.</summary>
    public static BudgetModel Of(MachineModel machine)
    {
        var budget = new Sum();
        budget.Add("output", Bounds.LendingOutputBytes);
        return budget.Model(machine.Part.DisplayName, RouteText.Of(machine.Methods, machine.Pattern), machine.IsOffloaded || machine.Events.Any(static e => e.IsOffloaded));
    }

    private static bool Collects(EndpointModel endpoint, ParameterModel parameter) => parameter.Source == ParameterSource.Automatic
        && (endpoint.Pattern?.IndexOf(parameter.SourceName) ?? -1) < 0
        && !parameter.IsItems
        && (parameter.IsOf("ReadOnlyMemory<byte>") || parameter.IsOf("ReadOnlySequence<byte>") || endpoint.JsonShapeOf(parameter) is not null);

    /// <summary>Members may be of a form; which they are stands where their type is declared.</summary>
    private static bool MayBeForm(EndpointModel endpoint, ParameterModel parameter) => parameter.Source == ParameterSource.Form
        || (parameter.Source == ParameterSource.Members && endpoint.Methods.Any(static m => m.Method is RouteMethod.Post or RouteMethod.Put or RouteMethod.Patch));

    /// <summary>A budget while it is added up.</summary>
    private sealed class Sum
    {
        private readonly List<(string What, long Bytes)> _items = [("head", Bounds.FieldBytes), ("input", Bounds.InputBytes)];
        private string? _besides;
        private bool _isUnlimited;

        public void Add(string what, long bytes) => _items.Add((what, bytes));

        public void AddContent(string? limit, string what = "content", long factor = 1)
        {
            if (limit is not null && ConstantNumber.IsUnlimited(limit))
            {
                _isUnlimited = true;
            }
            else if ((limit is null ? Bounds.DefaultContentBytes : ConstantNumber.Read(limit)) is { } bytes)
            {
                Add(what, Bounds.InOneArray(factor * bytes));
            }
            else
            {
                // It is collected in one array, which may be three times as long while it grows.
                var more = $"{3 * factor} * ({limit})";
                _besides = _besides is null ? more : $"{_besides} + {more}";
            }
        }

        public void AddItems(string limit)
        {
            if (ConstantNumber.Read(limit) is { } bytes)
            {
                Add("items", Bounds.InTheRing(bytes));
            }
            else
            {
                _besides = _besides is null ? limit : $"{_besides} + {limit}";
            }
        }

        public BudgetModel Model(string handler, string route, bool isOffloaded) => new(handler, route, _items, _besides, _isUnlimited, isOffloaded);
    }
}
