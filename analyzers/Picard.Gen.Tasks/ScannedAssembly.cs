using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using Picard.Gen.Analyzers;

namespace Picard.Gen.Tasks;

/// <summary>The metadata of an assembly that is scanned.</summary>
internal sealed class ScannedAssembly : IDisposable
{
    private const string AsyncMethod = "System.Runtime.CompilerServices.AsyncStateMachineAttribute";

    private readonly PEReader _file;
    private readonly MetadataReader _reader;
    private readonly Dictionary<int, MethodName?> _methods = [];
    private readonly Dictionary<int, (string Type, string Name)> _fields = [];
    private readonly Dictionary<string, Dictionary<string, int>> _parameters = new(StringComparer.Ordinal);

    private ScannedAssembly(PEReader file)
    {
        _file = file;
        _reader = file.GetMetadataReader();
        Name = _reader.GetString(_reader.GetAssemblyDefinition().Name);
        Mvid = _reader.GetGuid(_reader.GetModuleDefinition().Mvid);
    }

    public string Name { get; }

    public Guid Mvid { get; }

    /// <summary>Whether any code of the assembly sets a socket not to block.</summary>
    public bool HasNonBlockingSockets { get; private set; }

    /// <summary>The types above each of its types: the base type and the interfaces.</summary>
    public Dictionary<string, List<string>> Bases { get; } = new(StringComparer.Ordinal);

    /// <summary>Opens an assembly; null: the file is none, or not managed.</summary>
    public static ScannedAssembly? Open(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var file = new PEReader(File.OpenRead(path));
        try
        {
            if (file.HasMetadata && file.GetMetadataReader() is { IsAssembly: true })
            {
                return new ScannedAssembly(file);
            }
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            // A native library among the references, or a damaged one.
        }

        file.Dispose();
        return null;
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Whether a reader throws this for metadata or code that no compiler writes.</summary>
    public static bool IsDamage(Exception exception) => exception is BadImageFormatException or ArgumentException or InvalidOperationException or InvalidCastException
        or IndexOutOfRangeException or OverflowException or NullReferenceException or KeyNotFoundException or InsufficientExecutionStackException;

    /// <summary>Whether the assembly refers to anything that is in the table: most do not, and their code need not be read.</summary>
    public bool MayBlock(EffectIndex table)
    {
        try
        {
            return _reader.MemberReferences.Any(handle => table.MayHaveEffect(_reader.GetString(_reader.GetMemberReference(handle).Name)));
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    /// <summary>Reads every type and, unless the assembly cannot block, every body.</summary>
    public IEnumerable<ScannedMethod> Methods()
    {
        HasNonBlockingSockets = _reader.MemberReferences.Any(handle => _reader.GetString(_reader.GetMemberReference(handle).Name) == "set_Blocking");
        foreach (var handle in _reader.MethodDefinitions)
        {
            NoteStateMachine(_reader.GetMethodDefinition(handle));
        }

        foreach (var handle in _reader.TypeDefinitions)
        {
            var type = _reader.GetTypeDefinition(handle);
            var name = TypeNames.Of(_reader, handle);
            Bases[name] = [.. type.GetInterfaceImplementations().Select(face => TypeNames.Of(_reader, _reader.GetInterfaceImplementation(face).Interface)).Prepend(TypeNames.Of(_reader, type.BaseType))];
            foreach (var method in type.GetMethods())
            {
                yield return Read(method, type);
            }
        }
    }

    private ScannedMethod Read(MethodDefinitionHandle handle, TypeDefinition type)
    {
        var definition = _reader.GetMethodDefinition(handle);
        var name = MethodOf(MetadataTokens.GetToken(handle))!;
        var method = new ScannedMethod
        {
            Name = name,
            Shown = [.. name.Parameters.Select(parameter => Shown(parameter, definition, type))],
            IsVisible = IsVisible(definition.Attributes & MethodAttributes.MemberAccessMask) && IsVisible(type),
            IsAbstract = (definition.Attributes & MethodAttributes.Abstract) != 0,
            IsAsynchronous = Values.IsTask(name.Returns) || _parameters.ContainsKey(name.Type),
        };
        if (StateMachineOf(definition) is var (machine, kind))
        {
            method.Runs.Add(new MethodName(machine, "MoveNext", [], "System.Void", HasThis: true));
            method.IsIterator = kind != AsyncMethod;
        }

        if (definition.RelativeVirtualAddress != 0 && (definition.ImplAttributes & MethodImplAttributes.CodeTypeMask) == MethodImplAttributes.IL)
        {
            ReadBody(method, definition.RelativeVirtualAddress);
        }

        return method;
    }

    private void ReadBody(ScannedMethod method, int address)
    {
        try
        {
            BodyScan.Scan(this, method, _file.GetMethodBody(address));
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            // Damaged, or obfuscated so that only the runtime can read it. What the rest of the assembly does is known all the same.
            method.Calls.Clear();
            method.Flow = null;
        }
    }

    /// <summary>The state machine of an asynchronous method has fields of the names of its parameters.</summary>
    private void NoteStateMachine(MethodDefinition method)
    {
        if (StateMachineOf(method) is not var (machine, kind) || kind != AsyncMethod)
        {
            return;
        }

        var first = (method.Attributes & MethodAttributes.Static) == 0 ? 0 : -1;
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var handle in method.GetParameters())
        {
            var parameter = _reader.GetParameter(handle);
            names[_reader.GetString(parameter.Name)] = parameter.SequenceNumber + first;
        }

        _parameters[machine] = names;
    }

    /// <summary>The parameters of the asynchronous method that a state machine is of, by their names; null: it is none.</summary>
    public IReadOnlyDictionary<string, int>? ParametersOf(string stateMachine) => _parameters.TryGetValue(stateMachine, out var parameters) ? parameters : null;

    /// <summary>The type of the state machine that an asynchronous method or iterator was made into, and the attribute that says so.</summary>
    private (string Machine, string Kind)? StateMachineOf(MethodDefinition method)
    {
        foreach (var handle in method.GetCustomAttributes())
        {
            var attribute = _reader.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind == HandleKind.MemberReference && _reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } type
                && TypeNames.Of(_reader, type) is var kind and (AsyncMethod or "System.Runtime.CompilerServices.IteratorStateMachineAttribute"
                    or "System.Runtime.CompilerServices.AsyncIteratorStateMachineAttribute"))
            {
                var value = _reader.GetBlobReader(attribute.Value);
                value.ReadUInt16();
                return value.ReadSerializedString()?.Split(',')[0] is { } machine ? (machine, kind) : null;
            }
        }

        return null;
    }

    private bool IsVisible(TypeDefinition type)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => IsVisible(_reader.GetTypeDefinition(type.GetDeclaringType())),
            _ => false,
        };
    }

    private static bool IsVisible(MethodAttributes access) => access is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    /// <summary>The name of a parameter's type as a symbol has it: type parameters by name.</summary>
    private string Shown(string parameter, MethodDefinition method, TypeDefinition type)
    {
        var name = TypeNames.Short(parameter);
        if (!name.StartsWith("!", StringComparison.Ordinal))
        {
            return name;
        }

        var parameters = name.StartsWith("!!", StringComparison.Ordinal) ? method.GetGenericParameters() : type.GetGenericParameters();
        var digits = new string([.. name.Where(char.IsDigit)]);
        var number = int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
        return number < parameters.Count ? _reader.GetString(_reader.GetGenericParameter(parameters[number]).Name) + name.TrimStart('!').Substring(digits.Length) : name;
    }

    /// <summary>The method that a token names; null: it names none that can be followed.</summary>
    public MethodName? MethodOf(int token)
    {
        if (!_methods.TryGetValue(token, out var name))
        {
            _methods.Add(token, name = NameOf(MetadataTokens.EntityHandle(token)));
        }

        return name;
    }

    private MethodName? NameOf(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodSpecification:
                return MethodOf(MetadataTokens.GetToken(_reader.GetMethodSpecification((MethodSpecificationHandle)handle).Method));

            case HandleKind.MethodDefinition:
                var definition = _reader.GetMethodDefinition((MethodDefinitionHandle)handle);
                return NameOf(TypeNames.Of(_reader, definition.GetDeclaringType()), definition.Name, definition.DecodeSignature(TypeNames.Shared, null));

            case HandleKind.MemberReference:
                var reference = _reader.GetMemberReference((MemberReferenceHandle)handle);
                return reference.GetKind() == MemberReferenceKind.Method
                    ? NameOf(reference.Parent.Kind == HandleKind.MethodDefinition ? "" : TypeNames.Of(_reader, reference.Parent), reference.Name, reference.DecodeMethodSignature(TypeNames.Shared, null))
                    : null;

            default:
                return null;
        }
    }

    private MethodName NameOf(string type, StringHandle name, MethodSignature<string> signature) =>
        new(type, _reader.GetString(name), signature.ParameterTypes, signature.ReturnType, signature.Header.IsInstance);

    /// <summary>The type and the name of a field.</summary>
    public (string Type, string Name) FieldOf(int token)
    {
        if (!_fields.TryGetValue(token, out var field))
        {
            var handle = MetadataTokens.EntityHandle(token);
            if (handle.Kind == HandleKind.FieldDefinition)
            {
                var definition = _reader.GetFieldDefinition((FieldDefinitionHandle)handle);
                field = (definition.DecodeSignature(TypeNames.Shared, null), _reader.GetString(definition.Name));
            }
            else
            {
                var reference = _reader.GetMemberReference((MemberReferenceHandle)handle);
                field = (reference.DecodeFieldSignature(TypeNames.Shared, null), _reader.GetString(reference.Name));
            }

            _fields.Add(token, field);
        }

        return field;
    }

    public IReadOnlyList<string> LocalsOf(MethodBodyBlock body) =>
        body.LocalSignature.IsNil ? [] : _reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(TypeNames.Shared, null);
}
