// Reads and builds tokens with the npm package agora-token, whose folder is the
// first argument: a request a line on standard input, an answer a line on standard
// output. Texts go both ways in hexadecimal, so that any bytes pass.
'use strict'

const path = require('path')
const readline = require('readline')

const source = name => require(path.join(process.argv[2], 'src', name))
const at2 = source('AccessToken2')
const at1 = source('AccessToken')
const key5 = source('DynamicKey5')
const signaling = source('SignalingToken')

const hex = value => Buffer.from(value).toString('hex')
const text = value => Buffer.from(value, 'hex').toString()
const pairs = map => Object.keys(map).map(id => [Number(id), map[id]])

// The fields of each service: [name in requests, where the package keeps it].
const fields = {
    1: [['channelName', '__channel_name'], ['uid', '__uid']],
    2: [['userId', '__user_id']],
    3: [['channelName', '__channel_name'], ['account', '__account']],
    4: [],
    5: [['userId', '__user_id']],
    6: [['channelName', '__channel_name'], ['account', '__account']],
    7: [['roomUuid', '__room_uuid'], ['userUuid', '__user_uuid']],
    8: [['userId', '__user_id']],
    9: [],
    10: []
}

const describe = service => {
    const type = service.service_type()
    const out = { type, privileges: pairs(service.__privileges) }
    fields[type].forEach(([name, member]) => { out[name] = hex(service[member]) })
    if (type === 7) {
        out.role = service.__role
    }
    if (type === 8) {
        out.permissions = []
        pairs(service.__permissions.details).forEach(([resource, permissions]) =>
            pairs(permissions).forEach(([permission, names]) => out.permissions.push([resource, permission, names.map(hex)])))
    }
    return out
}

const service = wanted => {
    const given = fields[wanted.type].map(([name]) => text(wanted[name]))
    if (wanted.type === 7) {
        given.push(wanted.role)
    }
    if (wanted.type === 8) {
        const permissions = new at2.Rtm2Permissions()
        wanted.permissions.forEach(([resource, permission, names]) => permissions.add(resource, permission, names.map(text)))
        given.push(permissions)
    }
    const made = new at2.AccessToken2.kServices[wanted.type](...given)
    wanted.privileges.forEach(([id, expire]) => made.add_privilege(id, expire))
    return made
}

const answers = {
    read007: q => {
        const t = new at2.AccessToken2('', '', 0, 0)
        if (!t.from_string(q.token)) {
            return { error: 'not read' }
        }
        return {
            verified: t.verifySignature(q.certificate),
            appId: t.appId.toString(), issueTs: t.issueTs, expire: t.expire, salt: t.salt, services: t.services.map(describe)
        }
    },
    build007: q => {
        const t = new at2.AccessToken2(q.appId, q.certificate, q.issueTs, q.expire)
        t.salt = q.salt
        q.services.forEach(s => t.add_service(service(s)))
        return { token: t.build() }
    },
    read006: q => {
        const t = new at1.AccessToken('', '', '', '')
        if (!t.fromString(q.token)) {
            return { error: 'not read' }
        }
        return { appId: t.appID, ts: t.ts, salt: t.salt, privileges: pairs(t.messages), signature: t.signature.toString('hex') }
    },
    build006: q => {
        const t = new at1.AccessToken(q.appId, q.certificate, text(q.channelName), text(q.uid))
        t.ts = q.ts
        t.salt = q.salt
        q.privileges.forEach(([id, expire]) => t.addPriviledge(id, expire))
        return { token: t.build() }
    },
    build005: q => ({
        token: key5.generateDynamicKey(q.appId, q.certificate, text(q.channelName), q.issueTs, q.salt, q.number, q.expire, null, q.kind)
    }),
    signaling: q => ({ token: signaling.get(q.appId, q.certificate, text(q.account), q.expire) })
}

readline.createInterface({ input: process.stdin }).on('line', line => {
    const q = JSON.parse(line)
    let answer
    try {
        answer = answers[q.do](q)
    } catch (e) {
        answer = { error: String(e) }
    }
    process.stdout.write(JSON.stringify(answer) + '\n')
})
