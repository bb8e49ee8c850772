using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace Picard.Gen.Tasks;

/// <summary>
/// Follows the evaluation stack through a body, in the order of the instructions, to see what its calls are made on. Where ways meet it goes on with what came
/// by the way above; that is right for what compilers emit between the parts of one expression, and elsewhere a value is unknown.
/// </summary>
internal sealed class BodyScan
{
    private readonly ScannedAssembly _assembly;
    private readonly ScannedMethod _method;
    private readonly StackValue[] _arguments;
    private readonly StackValue[] _locals;
    private readonly List<StackValue> _stack = [];
    private readonly Dictionary<int, StackValue[]> _atTargets = [];
    private readonly HashSet<int> _tested = [];
    private readonly HashSet<int> _awaited = [];
    private readonly HashSet<int> _lazy = [];

    // What this body has put into fields: in an iterator or an asynchronous method these are its locals.
    private readonly Dictionary<int, ValueOrigin> _stored = [];
    private readonly FlowTrace _trace = new();
    private readonly IReadOnlyDictionary<string, int>? _parameters;
    private int _stateSlot = -1;
    private int _offset;
    private bool _asksTasks;

    private BodyScan(ScannedAssembly assembly, ScannedMethod method, IReadOnlyList<string> locals)
    {
        _assembly = assembly;
        _method = method;
        var types = method.Name.HasThis ? method.Name.Parameters.Prepend(method.Name.Type) : method.Name.Parameters;
        _arguments = [.. types.Select(static (type, number) => new StackValue(Values.OfType(type), type, number, Flag: type == "System.Boolean" ? number : -1))];
        _locals = [.. locals.Select(static type => new StackValue(Values.OfType(type), type))];
        _parameters = assembly.ParametersOf(method.Name.Type);
    }

    public static void Scan(ScannedAssembly assembly, ScannedMethod method, MethodBodyBlock body)
    {
        var scan = new BodyScan(assembly, method, assembly.LocalsOf(body));
        var reader = body.GetILReader();
        var targets = new List<int>();
        while (reader.RemainingBytes > 0)
        {
            if (scan._atTargets.TryGetValue(reader.Offset, out var stack) && scan._stack.Count == 0)
            {
                scan._stack.AddRange(stack);
            }

            scan._offset = reader.Offset;
            if (Instructions.Next(ref reader, out var operand, targets) is not { } code)
            {
                return;
            }

            scan._trace.Note(code, targets, scan._offset, reader.Offset, scan.Peek(0), Pops(code) == 2 ? scan.Peek(1) : StackValue.Unknown);
            scan.Do(code, operand);
        }

        method.Flow = scan._trace.FlowOf(body.ExceptionRegions);
        scan.Finish(method.Flow);
    }

    private StackValue Peek(int depth) => depth < _stack.Count ? _stack[_stack.Count - 1 - depth] : StackValue.Unknown;

    /// <summary>Forgets calls that never wait: on awaiters that were asked first, as compiled awaits do, those that fill a field once, and those on the way to an exception. A wait for a task counts also where it is done once: how long it takes is somebody else's affair.</summary>
    private void Finish(BodyFlow flow)
    {
        _trace.Mark(flow, _method.Calls, _lazy);
        for (var i = _method.Calls.Count - 1; i >= 0; i--)
        {
            var call = _method.Calls[i];
            var isAwait = call.Method.Member == "GetResult" && call.Arguments is [{ Slot: >= 0 and var slot }] && _awaited.Contains(slot);
            var wait = Values.IsWaitOnTask(call.Method) ? call : call is { Method.Member: "GetResult", Source: { Method.Member: "GetAwaiter" } awaiter } ? awaiter : null;
            var isAsked = _asksTasks && wait?.Arguments is [{ Call: < 0 } or { Slot: >= 0 }, ..];
            if (isAwait || isAsked || (wait is null && _lazy.Contains(i)) || flow.OnlyThrows(call.Offset) || Values.MakesException(call.Method))
            {
                _method.Calls.RemoveAt(i);
            }
        }
    }

    private void Do(OpCode code, int operand)
    {
        var name = code.Name!;
        switch (code.OperandType)
        {
            case OperandType.InlineMethod:
                DoMethod(name, operand);
                return;

            case OperandType.InlineField:
                DoField(name, operand);
                return;

            case OperandType.ShortInlineBrTarget or OperandType.InlineBrTarget or OperandType.InlineSwitch:
                DoBranch(code, operand);
                return;

            case OperandType.InlineVar or OperandType.ShortInlineVar or OperandType.InlineNone when IsVariable(name):
                DoVariable(name, operand);
                return;
        }

        if (name.StartsWith("ldc.", StringComparison.Ordinal))
        {
            Push(new StackValue(Number: Constant(name, operand)));
        }
        else if (name == "dup")
        {
            var top = Pop();
            Push(top);
            Push(top);
        }
        else if (name is "ceq" or "cgt.un" or "cgt")
        {
            var (right, left) = (Pop(), Pop());
            var isNot = left.Flag >= 0 && name == "ceq" && right.Number == 0;
            Push(new StackValue(Field: left.Field != 0 ? left.Field : right.Field, Flag: isNot ? left.Flag : -1, IsNot: isNot && !left.IsNot));
        }
        else if (name is "castclass" or "box" or "unbox.any" or "isinst" or "constrained." or "volatile." or "conv.i8" or "conv.r8")
        {
            // Says nothing new of the value.
        }
        else
        {
            DoOther(code);
        }
    }

    private void DoMethod(string code, int token)
    {
        if (_assembly.MethodOf(token) is not { } method)
        {
            _stack.Clear();
            return;
        }

        if (code is "ldftn" or "ldvirtftn")
        {
            if (code == "ldvirtftn")
            {
                Pop();
            }

            Push(new StackValue(Target: method));
            return;
        }

        var isCreation = code == "newobj";
        var arguments = new StackValue[method.Parameters.Count + (method.HasThis && !isCreation ? 1 : 0)];
        for (var i = arguments.Length - 1; i >= 0; i--)
        {
            arguments[i] = Pop();
        }

        Note(method, arguments);
        var number = _method.Calls.Count;
        var call = new ScannedCall(method, arguments, _offset, arguments is [{ Call: >= 0 and var source }, ..] ? _method.Calls[source] : null);
        _method.Calls.Add(call);
        if (isCreation || method.Returns != "System.Void")
        {
            var result = (isCreation ? Values.Created(method, arguments) : Values.Returned(method, arguments)) with { Call = number };
            call.ReturnsComplete = result.Origin == ValueOrigin.Complete;
            if (Values.IsTask(isCreation ? method.Type : method.Returns) || method.Member == "GetAwaiter")
            {
                _method.Tasks.Add(call);
            }

            Push(result);
        }
    }

    private void Note(MethodName method, StackValue[] arguments)
    {
        if (method.Member is "get_IsCompleted" && arguments is [{ Slot: >= 0 and var slot }])
        {
            _awaited.Add(slot);
        }

        if (method.Member == "GetEnumerator" || method.Type == "System.Linq.Enumerable")
        {
            foreach (var argument in arguments.Where(static argument => argument.Call >= 0))
            {
                _method.Calls[argument.Call].IsEnumerated = true;
            }
        }

        _asksTasks |= Values.AsksTasks(method, _method.Name.Member == "MoveNext");
        if (method.Member == "Invoke" && Values.IsDelegate(method.Type))
        {
            _method.CallsDelegates = true;
        }

        // A delegate is made of its target; the delegate is what is handed on.
        if (method.Member == ".ctor" && arguments is [_, { Target: not null }])
        {
            return;
        }

        foreach (var argument in arguments)
        {
            if (argument.Target is { } target)
            {
                _method.Hands.Add((method, target));
            }
        }
    }

    private void DoField(string code, int token)
    {
        var (type, name) = _assembly.FieldOf(token);
        switch (code)
        {
            case "ldsfld" or "ldsflda":
                Push(new StackValue(Values.OfType(type), type, Number: type == "System.TimeSpan" && name == "Zero" ? 0 : null, Field: token, Flag: FlagOf(type, name, token)));
                break;

            case "ldfld" or "ldflda":
                Pop();
                Push(new StackValue(_stored.TryGetValue(token, out var stored) ? stored : Values.OfType(type), type, Field: token, Flag: FlagOf(type, name, token)));
                break;

            case "stsfld":
                Store(Pop(), token);
                break;

            case "stfld":
                var value = Pop();
                Pop();
                Store(value, token);
                if (value.Origin != ValueOrigin.Unknown)
                {
                    _stored[token] = value.Origin;
                }

                break;

            default:
                Push(StackValue.Unknown);
                break;
        }
    }

    private int FlagOf(string type, string field, int token) =>
        _parameters is not null && field == "<>1__state" ? StackValue.State
        : type != "System.Boolean" ? -1
        : _parameters is not null && _parameters.TryGetValue(field, out var number) ? number
        : token;

    /// <summary>A field that was compared with null before is filled once: <c>_settings ??= Load()</c>.</summary>
    private void Store(StackValue value, int field)
    {
        if (value.Call >= 0 && _tested.Contains(field))
        {
            _lazy.Add(value.Call);
        }

        if (value.Number == 1)
        {
            _trace.NoteSet(field, _offset);
        }
    }

    private void DoBranch(OpCode code, int target)
    {
        var pops = Pops(code);
        for (var i = 0; i < pops; i++)
        {
            if (Pop() is { Field: not 0 and var field })
            {
                _tested.Add(field);
            }
        }

        if (code.Name!.StartsWith("leave", StringComparison.Ordinal))
        {
            _stack.Clear();
        }

        if (code.OperandType != OperandType.InlineSwitch && _stack.Count > 0)
        {
            _atTargets[target] = [.. _stack];
        }

        if (code.FlowControl == FlowControl.Branch)
        {
            _stack.Clear();
        }
    }

    private static bool IsVariable(string code) => code.StartsWith("ldarg", StringComparison.Ordinal) || code.StartsWith("starg", StringComparison.Ordinal)
        || code.StartsWith("ldloc", StringComparison.Ordinal) || code.StartsWith("stloc", StringComparison.Ordinal);

    private void DoVariable(string code, int operand)
    {
        // ldarg.0 has its number in its name.
        var last = code[code.Length - 1];
        var number = code[code.Length - 2] == '.' && char.IsDigit(last) ? last - '0' : operand;
        var variables = code.Contains("arg") ? _arguments : _locals;
        if (number >= variables.Length)
        {
            _stack.Clear();
            return;
        }

        if (code.StartsWith("ld", StringComparison.Ordinal))
        {
            Push(variables != _locals ? variables[number] : variables[number] with { Slot = number, Flag = number == _stateSlot ? StackValue.State : variables[number].Flag });
            return;
        }

        var value = Pop();
        if (value.Flag == StackValue.State && variables == _locals)
        {
            _stateSlot = number;
        }

        variables[number] = value.Type.Length > 0 || value.Call >= 0 || value.Parameter >= 0 || value.Target is not null || value.Flag != -1 || value.Field != 0 || value.Number is not null ? value : new StackValue(Values.OfType(variables[number].Type), variables[number].Type);
    }

    private void DoOther(OpCode code)
    {
        for (var i = Pops(code); i > 0; i--)
        {
            Pop();
        }

        for (var i = Pushes(code); i > 0; i--)
        {
            Push(StackValue.Unknown);
        }

        if (code.FlowControl is FlowControl.Return or FlowControl.Throw)
        {
            _stack.Clear();
        }
    }

    private static int? Constant(string code, int operand) => code switch
    {
        "ldc.i4.m1" => -1,
        _ when code.StartsWith("ldc.i4.", StringComparison.Ordinal) && char.IsDigit(code[code.Length - 1]) => code[code.Length - 1] - '0',
        _ => operand,
    };

    private void Push(StackValue value) => _stack.Add(value);

    private StackValue Pop()
    {
        if (_stack.Count == 0)
        {
            return StackValue.Unknown;
        }

        var value = _stack[_stack.Count - 1];
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private static int Pops(OpCode code) => code.StackBehaviourPop switch
    {
        StackBehaviour.Pop0 or StackBehaviour.Varpop => 0,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
        StackBehaviour.Popi_popi_popi or StackBehaviour.Popref_popi_popi or StackBehaviour.Popref_popi_popi8 or StackBehaviour.Popref_popi_popr4
            or StackBehaviour.Popref_popi_popr8 or StackBehaviour.Popref_popi_popref or StackBehaviour.Popref_popi_pop1 => 3,
        _ => 2,
    };

    private static int Pushes(OpCode code) => code.StackBehaviourPush switch
    {
        StackBehaviour.Push0 or StackBehaviour.Varpush => 0,
        StackBehaviour.Push1_push1 => 2,
        _ => 1,
    };
}
