using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <content>Calls: what they are given, what they keep, and what they bring.</content>
internal sealed partial class LifetimeStep
{
    private static readonly HashSet<string> s_adds = new(StringComparer.Ordinal)
    {
        "Add", "TryAdd", "Enqueue", "Push", "Insert", "AddLast", "AddFirst", "TryWrite", "WriteAsync", "Post", "SendAsync", "set_Item", "TryEnqueue",
        "AddRange", "InsertRange", "PushRange", "EnqueueRange", "GetOrAdd", "AddOrUpdate", "TryUpdate", "SetItem",
    };

    private static readonly HashSet<string> s_later = new(StringComparer.Ordinal)
    {
        "QueueUserWorkItem", "UnsafeQueueUserWorkItem", "ContinueWith", "Register", "UnsafeRegister", "BeginInvoke", "OnCompleted", "UnsafeOnCompleted",
    };

    // A ConfigureAwait is no second wait, and the task goes on being one.
    private static readonly HashSet<string> s_sameTask = new(StringComparer.Ordinal) { "ConfigureAwait", "AsTask", "Preserve", "WaitAsync", "WhenAll", "ToArray", "ToList" };

    private static readonly HashSet<string> s_quiet = new(StringComparer.Ordinal)
    {
        "Return", "Dispose", "DisposeAsync", "AdvanceTo", "Complete", "CompleteAsync", "Advance", "ConfigureAwait", "AsSpan", "AsMemory",
    };

    private Lent EvaluateCall(IInvocationOperation call)
    {
        var target = call.TargetMethod;
        var instance = Evaluate(call.Instance);
        var key = Named(call.Instance, instance).Key;
        var arguments = new Lent[call.Arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            if (call.Arguments[i].Parameter?.RefKind != RefKind.Out)
            {
                arguments[i] = Named(call.Arguments[i].Value, Evaluate(call.Arguments[i].Value));
            }
        }

        if (!s_quiet.Contains(target.Name))
        {
            Touch(LoansOf(instance, arguments) & ~PositionsOf(call, arguments));
            Raised();
        }

        FollowAnswer(call);
        FollowRequest(call);
        return EvaluatePipe(call, key, arguments)
            ?? EvaluatePool(call, instance, arguments)
            ?? EvaluateTask(call, instance, key, arguments)
            ?? EvaluateCollection(call, instance, arguments)
            ?? EvaluateOther(call, instance, arguments);
    }

    private Lent? EvaluatePool(IInvocationOperation call, Lent instance, Lent[] arguments)
    {
        var target = call.TargetMethod;
        if (LifetimeTypes.Is(target.ContainingType, types.ArrayPool) || LifetimeTypes.DerivesFrom(target.ContainingType, types.ArrayPool))
        {
            if (target.Name == "Rent")
            {
                return new Lent(Take(LoanKind.Array, call.Syntax));
            }

            if (target.Name == "Return" && arguments.Length > 0)
            {
                GiveBack(call.Arguments[0].Value, arguments[0].Loans, call.Syntax);
                return default(Lent);
            }
        }

        // await using (stream.ConfigureAwait(false)): what is disposed then is the stream.
        if (target.Name == "ConfigureAwait" && call.Type is { Name: "ConfiguredAsyncDisposable" } && arguments.Length > 0)
        {
            return new Lent(arguments[0].Loans);
        }

        if (target.Name is "Dispose" or "DisposeAsync" && target.Parameters.IsEmpty)
        {
            var owners = instance.Loans & MaskOf(static loan => loan.Kind == LoanKind.Owner);
            if (owners != 0 && types.IsMemoryOwner(OperandOf(call.Instance)?.Type))
            {
                GiveBack(call.Instance!, owners, call.Syntax);
            }

            Set(instance.Loans & MaskOf(static loan => loan.Kind == LoanKind.Connection), LoanState.Released);
            return new Lent(0);
        }

        return null;
    }

    private static IOperation? OperandOf(IOperation? operation) => operation is null ? null : Unconverted.Of(operation);

    private void GiveBack(IOperation what, ulong loans, SyntaxNode place)
    {
        loans &= MaskOf(static loan => loan.Kind is LoanKind.Array or LoanKind.Owner);
        if (loans != 0 && InState(loans, LoanState.Released) == loans)
        {
            Report(Rules.ReturnedTwice, place, what.Syntax);
        }
        else if (loans != 0)
        {
            Release(loans);
        }
        else if (VariableOf(what) is { } variable and not CaptureId && what.Type is IArrayTypeSymbol && State.Of(variable).IsNothing)
        {
            // It was rented elsewhere; from here on it is known.
            var taken = Take(LoanKind.Array, place);
            Set(taken, LoanState.Released);
            State = State.With(variable, new Lent(taken));
        }
    }

    /// <summary>Something is put into a collection, or handed to something like one. A delegate that makes an item is called at once, so what it captures is not kept.</summary>
    private Lent? EvaluateCollection(IInvocationOperation call, Lent instance, Lent[] arguments)
    {
        var target = call.TargetMethod;
        ulong loans = 0;
        foreach (var (argument, value) in call.Arguments.Zip(arguments, static (a, v) => (a.Value, v)))
        {
            loans |= IsKept(argument, value) && !(target.Name is "GetOrAdd" or "AddOrUpdate" && argument.Type is { TypeKind: TypeKind.Delegate }) ? value.Loans : 0;
        }

        if (loans == 0)
        {
            return null;
        }

        if (s_later.Contains(target.Name))
        {
            Escape(call.Syntax, loans);
            return default(Lent);
        }

        if (LifetimeTypes.Is(target.ContainingType, types.Downstream) || LifetimeTypes.Is(target.ContainingType, types.Upstream))
        {
            // All of both copies, but for a whole response, which is sent from where it is.
            if (target.Name == "Respond")
            {
                Escape(call.Syntax, loans);
            }

            return null;
        }

        if (IsHandedOver(call))
        {
            Escape(call.Syntax, loans);
            return default(Lent);
        }

        if (!s_adds.Contains(target.Name) || !IsCollection(target.ContainingType) || call.Instance is null)
        {
            return null;
        }

        if (Api.IsIn(target.ContainingType, "System.Collections.Immutable") && SymbolEqualityComparer.Default.Equals(call.Type?.OriginalDefinition, target.ContainingType.OriginalDefinition))
        {
            // It is in the one that comes back.
            return instance.With(new Lent(loans));
        }

        if (target.Name is "TryWrite" or "WriteAsync" or "Post" or "SendAsync")
        {
            Escape(call.Syntax, loans);
        }
        else
        {
            var pending = arguments.Select(static a => a.Pending).FirstOrDefault(static p => p is not null);
            PutInto(call.Instance, new Lent(loans, Pending: pending), call.Syntax);
        }

        return default(Lent);
    }

    private static bool IsKept(IOperation argument, Lent value) => value.Loans != 0
        && (value.Pending is not null || argument.Type is not INamedTypeSymbol { Name: "SequencePosition" or "Span" or "ReadOnlySpan" });

    /// <summary>Whether a call puts what it is given into a field, or gives it to who waits for it.</summary>
    private static bool IsHandedOver(IInvocationOperation call) => call.TargetMethod switch
    {
        { Name: "SetResult" or "TrySetResult", ContainingType.Name: "TaskCompletionSource" } => VariableOf(call.Instance) is not ILocalSymbol,
        { Name: "Exchange" or "CompareExchange", ContainingType.Name: "Interlocked" } or { Name: "Write", ContainingType.Name: "Volatile" } => VariableOf(call.Arguments[0].Value) is IFieldSymbol,
        _ => false,
    };

    private static bool IsCollection(INamedTypeSymbol type)
    {
        var name = LifetimeTypes.FullNameOf(type.OriginalDefinition);
        return name.StartsWith("System.Collections.", StringComparison.Ordinal) || name.StartsWith("System.Threading.Channels.", StringComparison.Ordinal)
            || name.StartsWith("System.Threading.Tasks.Dataflow.", StringComparison.Ordinal);
    }

    private Lent EvaluateOther(IInvocationOperation call, Lent instance, Lent[] arguments)
    {
        var loans = LoansOf(instance, arguments);
        var text = CalleeText.Of(call.TargetMethod, cancellationToken);
        var before = InState(loans, LoanState.Valid);
        PassOn(call, arguments, text);

        // What a method has given back itself its task does not hold on to.
        loans &= ~(before & Released(static kind => kind is LoanKind.Array or LoanKind.Owner));
        if (text is { Copies: true } || call.TargetMethod.Name is "ToArray" or "Clone" or "CopyTo")
        {
            loans = 0;
        }

        AssignReferences(call, loans, arguments);
        if (LifetimeTypes.IsTask(call.Type))
        {
            return loans == 0 ? default : new Lent(loans, Pending: call.Syntax);
        }

        if (types.IsMemoryOwner(call.Type) && loans == 0)
        {
            return TakeOwner(call.Syntax, call);
        }

        if (!IsPart(call.Type) && !types.IsConnection(call.Type))
        {
            return default;
        }

        // What an array is made from is a copy, unless a method of the user's hands it through.
        return call.Type is IArrayTypeSymbol && text is null ? default : new Lent(loans, PositionAfter(call, instance.Position, arguments));
    }

    private static ulong LoansOf(Lent instance, Lent[] arguments)
    {
        var loans = instance.Loans;
        foreach (var argument in arguments)
        {
            loans |= argument.Loans;
        }

        return loans;
    }

    private static ulong PositionsOf(IInvocationOperation call, Lent[] arguments)
    {
        ulong positions = 0;
        for (var i = 0; i < arguments.Length; i++)
        {
            positions |= call.Arguments[i].Value.Type?.Name == "SequencePosition" ? arguments[i].Loans : 0;
        }

        return call.Instance is null ? positions : 0;
    }

    /// <summary>Where a slice begins, if its end is that of the whole.</summary>
    private static Position PositionAfter(IInvocationOperation call, Position before, Lent[] arguments)
    {
        if (call.TargetMethod.Name is "GetPosition" or "PositionOf")
        {
            return Position.Progressed;
        }

        if (call.TargetMethod.Name != "Slice" || arguments.Length != 1)
        {
            return Position.Unknown;
        }

        return arguments[0].Position != Position.Unknown ? arguments[0].Position : before == Position.Unknown ? Position.Unknown : Position.Progressed;
    }

    /// <summary>What comes out of a call by <c>ref</c> and <c>out</c>.</summary>
    private void AssignReferences(IInvocationOperation call, ulong loans, Lent[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = call.Arguments[i];
            if (argument.Parameter?.RefKind is not (RefKind.Ref or RefKind.Out) || VariableOf(argument.Value) is not { } variable)
            {
                continue;
            }

            if (variable is ISymbol symbol)
            {
                State = State.WithoutFactsOf(symbol.Name);
            }

            if (argument.Parameter.RefKind == RefKind.Out)
            {
                State = State.With(variable, new Lent(IsPart(argument.Value.Type) ? loans : 0, Place: call.Syntax));
            }
            else if (types.IsView(argument.Value.Type))
            {
                State = State.With(variable, State.Of(variable) with { Position = Position.Unknown });
            }
            else
            {
                Set(arguments[i].Loans, LoanState.Passed);
                State = State.With(variable, default);
            }
        }
    }

    private Lent EvaluateCreation(IObjectCreationOperation creation)
    {
        Lent whole = default;
        foreach (var argument in creation.Arguments)
        {
            var value = Named(argument.Value, Evaluate(argument.Value));
            PassEnd(value.Key);
            whole = whole.With(value with { Key = null, Position = whole.Position == Position.Unknown ? value.Position : whole.Position });
        }

        if (creation.Initializer is { } initializer)
        {
            whole = whole.With(EvaluateParts(initializer) with { Key = null });
        }

        Raised();
        Touch(whole.Loans);
        if (LifetimeTypes.Is(creation.Type, types.Pipe) && OwnerOf(creation) is { } pipe)
        {
            State = State.With((nameof(Begin), pipe), new Lent(0, Key: pipe, Place: creation.Syntax));
            return default;
        }

        if (whole.Loans == 0)
        {
            return types.IsMemoryOwner(creation.Type) ? TakeOwner(creation.Syntax, null) : default;
        }

        Set(whole.Loans & MaskOf(static loan => loan.Kind == LoanKind.Connection), LoanState.Passed);
        if (creation.Type is { Name: "Thread" or "Timer" })
        {
            Escape(creation.Syntax, whole.Loans);
            return default;
        }

        if (creation.Type is INamedTypeSymbol made && !IsOfFramework(made))
        {
            // It may be what returns it.
            Keep(whole.Loans);
        }

        if (!Holds(creation))
        {
            return default;
        }

        return whole with { Pending = null };
    }

    /// <summary>Whether an object holds on to the memory it is made from.</summary>
    private bool Holds(IObjectCreationOperation creation)
    {
        var type = creation.Type;
        if (IsLendable(type) || type is INamedTypeSymbol { Name: "ReadOnlyMemoryContent" or "ByteArrayContent" or "StreamContent" or "BinaryReader" or "StreamReader" or "Lazy" or "WeakReference" })
        {
            return !(creation.Constructor is { } constructor && CalleeText.Of(constructor, cancellationToken) is { Copies: true });
        }

        return type is INamedTypeSymbol { DeclaringSyntaxReferences.IsEmpty: false, SpecialType: SpecialType.None } named && !DerivesFromException(named)
            && named.GetMembers().OfType<IFieldSymbol>().Any(f => !f.IsStatic && (f.Type is IArrayTypeSymbol || types.IsView(f.Type)))
            && !(creation.Constructor is { } made && CalleeText.Of(made, cancellationToken) is { Copies: true });
    }

    /// <summary>Whether a value is part of what a call was given; a result of a read comes from elsewhere.</summary>
    private bool IsPart(ITypeSymbol? type) => IsLendable(type) && !LifetimeTypes.Is(type, types.ReadResult);

    private static bool IsOfFramework(INamedTypeSymbol type) => LifetimeTypes.FullNameOf(type).StartsWith("System.", StringComparison.Ordinal);

    /// <summary>Owners of a pool are to be disposed; what else implements the contract may know better.</summary>
    private Lent TakeOwner(SyntaxNode place, IInvocationOperation? call)
    {
        var taken = Take(LoanKind.Owner, place);
        if (call is not { TargetMethod: { Name: "Rent", ContainingType.Name: "MemoryPool" } })
        {
            Keep(taken);
        }

        return new Lent(taken);
    }

    private static bool DerivesFromException(INamedTypeSymbol type)
    {
        for (var at = type.BaseType; at is not null; at = at.BaseType)
        {
            if (at.Name == "Exception")
            {
                return true;
            }
        }

        return false;
    }
}
